// Middleware that refuses and goes on.

import type { NextFunction, Request, Response } from 'express';

interface WithUser extends Request { user?: { isAdmin: boolean; role: string } }

export function requireAdmin(req: WithUser, res: Response, next: NextFunction): void {
  if (!req.user?.isAdmin) {
    res.status(403).json({ error: 'admins only' }); // expect: deny-without-return
  }
  next();
}

export function requireUser(req: WithUser, res: Response, next: NextFunction): void {
  if (!req.user) {
    next(new Error('unauthorized')); // expect: deny-without-return
  }
  next();
}

export const requireRole = (role: string) => (req: WithUser, res: Response, next: NextFunction) => {
  if (req.user?.role !== role) {
    res.sendStatus(401); // expect: deny-without-return
  }
  return next();
};

// A helper of the file refuses, and nobody returns behind it.
function sendForbidden(res: Response): void {
  res.status(403).json({ error: 'forbidden' });
}

export function requireSuperAdmin(req: WithUser, res: Response, next: NextFunction): void {
  if (!req.user?.isAdmin) {
    sendForbidden(res); // expect: deny-without-return
  }
  next();
}
