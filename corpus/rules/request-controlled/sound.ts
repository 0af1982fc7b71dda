// What is compared with who asks, a store, a secret or a list is no claim; nor is what only says what to do.

import type { NextFunction, Request, Response } from 'express';

interface User { id: string; role: string }

declare module 'express' { interface Request { user: User } }

declare const officeIps: string[];

declare const bannedIps: string[];

declare const settings: { trustProxy: boolean; adminToken: string };

declare function roleOf(id: string): Promise<string>;

declare function limit(key: string): void;

declare function log(text: string): void;

export function requireAdmin(req: Request, res: Response, next: NextFunction): void {
  if (req.user.role === 'admin') return next();
  res.status(403).end();
}

export function requireSelf(req: Request, res: Response, next: NextFunction): void {
  if (req.params.userId !== req.user.id) {
    res.status(403).end();
    return;
  }
  next();
}

export function requireToken(req: Request, res: Response, next: NextFunction): void {
  if (req.headers['x-admin-token'] !== settings.adminToken) {
    res.status(401).end();
    return;
  }
  next();
}

// The role that is asked for, given by somebody who may.
export function requireGrantor(req: Request, res: Response, next: NextFunction): void {
  if (req.body.role === 'admin' && req.user.role !== 'owner') {
    res.status(403).end();
    return;
  }
  if (req.user.role !== 'owner' && req.user.role !== 'keeper') {
    res.status(403).end();
    return;
  }
  next();
}

export async function requireStoredRole(req: Request, res: Response, next: NextFunction): Promise<void> {
  const role = await roleOf(req.user.id);
  if (role !== 'admin') {
    res.status(403).end();
    return;
  }
  next();
}

// A header that a browser sends with no form of another site.
export function requireCsrf(req: Request, res: Response, next: NextFunction): void {
  if (!req.headers['x-requested-with']) {
    res.status(403).end();
    return;
  }
  next();
}

export function requireKnownAction(req: Request, res: Response, next: NextFunction): void {
  if (req.body.action !== 'read' && req.user.role !== 'admin') {
    res.status(403).end();
    return;
  }
  next();
}

// Limits and logs are no permission, and a list of refusals grants nothing.
export function count(req: Request, res: Response, next: NextFunction): void {
  const address = req.headers['x-forwarded-for'] as string;
  limit(address);
  log(address);
  next();
}

export function refuseBanned(req: Request, res: Response, next: NextFunction): void {
  const address = req.headers['x-forwarded-for'] as string;
  if (bannedIps.includes(address)) {
    res.status(403).end();
    return;
  }
  if (req.user.role === 'admin') return next();
  res.status(403).end();
}

// Somebody has said that there is a proxy.
function addressOf(req: Request): string | undefined {
  if (settings.trustProxy) return req.headers['x-forwarded-for'] as string;
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
