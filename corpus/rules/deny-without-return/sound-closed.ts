// Whoever asks whether the response is closed knows that it was refused.

import type { NextFunction, Request, Response } from 'express';

interface WithUser extends Request { user?: { isAdmin: boolean; role: string } }

// The test stands behind the refusal.
export function requireAdmin(req: WithUser, res: Response, next: NextFunction): void {
  if (!req.user?.isAdmin) {
    res.status(403).end();
  }
  if (res.headersSent) return;
  next();
}

// The test stands around the call.
export function requireEditor(req: WithUser, res: Response, next: NextFunction): void {
  if (req.user?.role !== 'editor') res.status(403).end();
  if (!res.writableEnded) next();
}

// A helper of the file refuses, and the path ends.
function sendForbidden(res: Response): void {
  res.status(403).json({ error: 'forbidden' });
}

export function requireOwner(req: WithUser, res: Response, next: NextFunction): void {
  if (req.user?.role !== 'owner') {
    sendForbidden(res);
    return;
  }
  next();
}

// Another route decides about the others.
export function adminOrOtherRoute(req: WithUser, res: Response, next: NextFunction): void {
  if (!req.user?.isAdmin) {
    next('route');
    return;
  }
  next();
}
