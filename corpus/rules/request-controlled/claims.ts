// What a request says of itself grants nothing.

import type { NextFunction, Request, Response } from 'express';

declare const officeIps: string[];

export function requireAdmin(req: Request, res: Response, next: NextFunction): void {
  if (req.body.role === 'admin') return next(); // expect: request-controlled
  res.status(403).end();
}

export function requireTrusted(req: Request, res: Response, next: NextFunction): void {
  if (!req.headers['x-is-admin']) { // expect: request-controlled
    res.status(403).end();
    return;
  }
  next();
}

// Both sides are chosen by whoever asks.
export function requireSelf(req: Request, res: Response, next: NextFunction): void {
  if (req.body.userId !== req.params.userId) { // expect: request-controlled
    res.status(403).end();
    return;
  }
  next();
}

// Anybody can send that header.
function addressOf(req: Request): string | undefined {
  const forwarded = req.headers['x-forwarded-for'] as string; // expect: request-controlled
  if (forwarded) return forwarded.split(',')[0];
  return req.socket.remoteAddress;
}

export function requireOffice(req: Request, res: Response, next: NextFunction): void {
  const address = addressOf(req);
  if (!address || !officeIps.includes(address)) {
    res.status(403).end();
    return;
  }
  next();
}
