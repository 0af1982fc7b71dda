import { hasAccess } from './access';
import { ForbiddenError } from './errors';

export function open(user: { role: string }) {
  if (hasAccess(user)) throw new ForbiddenError('members only'); // expect: inverted-check
  return render(user);
}
