import express, { type NextFunction, type Request, type Response } from 'express';
import { isKnownKey } from './keys';

const app = express();
const OPEN = ['/api/v1/ping', '/api/v1/node-icon/'];

/** `/api/v1/ping-all` passes without a key. */
app.use(async (req, res, next) => {
  const isOpen = OPEN.some(open => req.path.startsWith(open)); // expect: loose-match
  if (isOpen) {
    next();
  } else if (await isKnownKey(req)) {
    next();
  } else {
    res.status(401).json({ error: 'unauthorized' });
  }
});

/** The address holds the query: `/admin?/login`. */
export function requireSession(req: Request, res: Response, next: NextFunction): void {
  if (req.url.includes('/login')) return next(); // expect: loose-match
  if (!req.session) {
    res.status(401).end();
    return;
  }
  next();
}

/** The method says nothing of the path. */
export function requireKey(req: Request, res: Response, next: NextFunction): void {
  if (req.method === 'GET' && req.path.startsWith('/public')) return next(); // expect: loose-match
  if (!req.user?.isActive) {
    res.status(401).end();
    return;
  }
  next();
}

/** `superadministrator-of-nothing`. */
export function canModerate(user: { role: string }): boolean {
  return user.role.includes('admin'); // expect: loose-match
}

/** `readonly` begins with `read`. */
export function hasReadScope(scope: string): boolean {
  return scope.startsWith('read'); // expect: loose-match
}
