// What is sent is looked at, and nobody is let in by it.
import type { NextFunction, Request, Response } from 'express';

const ROLES = ['reader', 'editor'];

export function validateRole(req: Request, res: Response, next: NextFunction): void {
  if (!ROLES.includes(req.body.role)) {
    res.status(403).json({ error: 'no such role' });
    return;
  }
  next();
}
