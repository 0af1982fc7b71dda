// Nothing starts without the setting.
import type { NextFunction, Request, Response } from 'express';

if (!process.env.START_SECRET) throw new Error('START_SECRET is not set');

export function requireStarted(req: Request, res: Response, next: NextFunction): void {
  if (req.headers['x-secret'] !== process.env.START_SECRET) {
    res.status(401).end();
    return;
  }
  next();
}
