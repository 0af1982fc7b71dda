// A call that verifies by throwing has granted where it returns, whether it is a method or a function.

import type { NextFunction, Request, Response } from 'express';

interface User { id: string }
interface WithUser extends Request { user?: User }
declare function verifyToken(token: string | undefined): Promise<User>;

export async function authenticate(req: WithUser, res: Response, next: NextFunction): Promise<void> {
  try {
    req.user = await verifyToken(req.headers.authorization);
  } catch {
    res.status(401).json({ error: 'unauthorized' });
    return;
  }
  next();
}

// The flag is set behind the call.
export async function requireToken(req: WithUser, res: Response, next: NextFunction): Promise<void> {
  let verified = false;
  try {
    req.user = await verifyToken(req.headers.authorization);
    verified = true;
  } catch {
    res.status(401).json({ error: 'unauthorized' });
  }
  if (verified) next();
}
