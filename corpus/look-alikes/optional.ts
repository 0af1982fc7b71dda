// Middleware that adds what it finds to the request and calls on whatever happens.

import type { NextFunction, Request, Response } from 'express';

interface WithUser extends Request { userId?: string; cookies: { token?: string } }

declare function verifyToken(token: string): { userId: string };

export function authorization(req: WithUser, res: Response, next: NextFunction): void {
  if (!req.cookies.token) {
    next();
    return;
  }
  try {
    req.userId = verifyToken(req.cookies.token).userId;
  } catch {
    res.clearCookie('token');
  }
  next();
}
