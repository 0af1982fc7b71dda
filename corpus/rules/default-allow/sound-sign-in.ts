// Middleware that asks who somebody is, and leaves it to others what they may.
import type { NextFunction, Request, Response } from 'express';

declare function userOf(token: string): Promise<object | undefined>;

export async function apiAccess(req: Request, res: Response, next: NextFunction): Promise<void> {
  if (req.user) {
    next();
    return;
  }
  const user = await userOf(String(req.headers.authorization));
  if (!user) {
    res.status(401).end();
    return;
  }
  next();
}

export function restoreSession(req: Request, res: Response, next: NextFunction): void {
  if (!req.user && req.session && req.session.user) {
    req.user = req.session.user;
    next();
    return;
  }
  if (req.user) {
    next();
    return;
  }
  res.status(401).end();
}
