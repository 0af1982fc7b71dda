// Who hands the continuation on answers later.

import jwt from 'jsonwebtoken';
import type { NextFunction, Request, Response } from 'express';

// decides: deny when !req.headers.authorization
// decides: delegated otherwise
export function authenticateToken(req: Request, res: Response, next: NextFunction) {
  const token = req.headers.authorization;
  if (!token) return res.sendStatus(401);
  jwt.verify(token, 'secret', (err: Error | null) => {
    if (err) return res.sendStatus(403);
    next();
  });
}

interface Session { userId: string; role: string }
interface Context { session: Session }
type Handler = (req: Request, context: Context) => Promise<globalThis.Response>;

declare function sessionOf(req: Request): Promise<Session | null>;

// A wrapper: the handler runs, or it does not.
export const withAdmin = (handler: Handler) =>
  // decides: allow when session && session.role === 'admin'
  // decides: deny otherwise
  async (req: Request) => {
    const session = await sessionOf(req);
    if (!session) {
      return new globalThis.Response('unauthorized', { status: 401 });
    }
    if (session.role !== 'admin') {
      throw new Error('forbidden');
    }
    return handler(req, { session });
  };

declare function logged<T>(wrapped: T): T;

export const withSession = (handler: Handler) =>
  logged(
    // decides: allow when await sessionOf(req)
    // decides: deny otherwise
    async (req: Request) => {
      const session = await sessionOf(req);
      if (!session) throw new Error('unauthorized');
      return await handler(req, { session });
    },
  );
