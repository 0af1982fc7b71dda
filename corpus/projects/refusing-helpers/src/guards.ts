import type { NextFunction, Request, Response } from 'express';
import { refuse, sendForbidden } from './answers';

// The helper answers, and the path goes on.
export function requireAdmin(req: Request, res: Response, next: NextFunction) {
  if (req.user.role !== 'admin') {
    sendForbidden(res); // expect: deny-without-return
  }
  next();
}

// Returned: sound.
export function requireOwner(req: Request, res: Response, next: NextFunction) {
  if (req.user.id !== req.params.ownerId) {
    return sendForbidden(res);
  }
  next();
}

// The helper never returns.
export function requireEditor(req: Request, res: Response, next: NextFunction) {
  if (req.user.role !== 'editor') {
    refuse('editors only');
  }
  next();
}
