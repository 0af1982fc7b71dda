import type { Response } from 'express';

export class ForbiddenError extends Error {}

export function sendForbidden(res: Response): void {
  res.status(403).json({ error: 'forbidden' });
}

export function refuse(reason: string): never {
  throw new ForbiddenError(reason);
}
