// What answers errors stands behind the guards.

import type { NextFunction, Request, Response } from 'express';

export function onError(err: Error, req: Request, res: Response, next: NextFunction): void {
  if (err.name === 'UnauthorizedError') {
    res.status(401).json({ error: 'unauthorized' });
    return;
  }
  next();
}
