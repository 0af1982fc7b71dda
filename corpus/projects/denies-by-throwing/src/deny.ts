import { HttpError } from './http-error';

export function deny(): never {
  throw new HttpError(403, 'forbidden');
}
