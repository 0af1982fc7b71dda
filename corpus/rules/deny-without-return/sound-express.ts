// Middleware that stops where it refuses.

import type { NextFunction, Request, Response } from 'express';

interface WithUser extends Request { user?: { isAdmin: boolean; role: string } }

export function requireEditor(req: WithUser, res: Response, next: NextFunction): void {
  if (req.user?.role !== 'editor') {
    res.status(403).json({ error: 'editors only' });
    return;
  }
  next();
}

export function requireOwner(req: WithUser, res: Response, next: NextFunction): void {
  if (req.user?.role === 'owner') {
    next();
  } else {
    res.status(403).end();
  }
}

export function requireMember(req: WithUser, res: Response, next: NextFunction) {
  if (!req.user) return res.sendStatus(401);
  if (req.user.role !== 'member') return next(new Error('forbidden'));
  return next();
}

// A helper that always throws ends the path.
function refuse(message: string): Promise<never> {
  throw new Error(message);
}

export async function requireStaff(req: WithUser, res: Response, next: NextFunction) {
  if (req.user?.role !== 'staff') {
    await refuse('forbidden');
  }
  next();
}

// What the other function does with the response is not known.
declare function answer(res: Response, next: NextFunction): void;

export function requireGuest(req: WithUser, res: Response, next: NextFunction): void {
  if (req.user?.role !== 'guest') {
    answer(res, next);
    return;
  }
  next();
}
