import type { NextFunction, Request as Req, Response as Res } from 'express';
import { NextResponse } from 'next/server';
import { ForbiddenError, ForbiddenReply } from './errors';

interface User { id: string; role: string }

/** Returned. */
export async function GET(request: Request): Promise<Response> {
  if (!request.headers.get('x-token')) {
    return new Response('not allowed', { status: 403 });
  }
  return new Response('ok');
}

/** Kept, and returned. */
export async function POST(request: Request): Promise<Response> {
  let response = NextResponse.json({ ok: true });
  const session = await readSession(request);
  if (!session) {
    response = NextResponse.json({ error: 'unauthorized' }, { status: 401 });
  }
  return response;
}

/** Thrown, inside a `try` of its own that tells it on. */
export function rename(user: User, name: string): string {
  try {
    if (user.role !== 'admin') throw new ForbiddenError('admins only');
    return store(name);
  } catch (error) {
    report(error);
    throw error;
  }
}

/** Sent by the call itself. */
export function remove(req: Req & { user?: User }, res: Res): void {
  if (req.user?.role !== 'admin') {
    res.status(403).json({ error: 'forbidden' });
    return;
  }
  res.json({ removed: true });
}

/** Handed to the router. */
export function guard(req: Req & { user?: User }, res: Res, next: NextFunction): void {
  if (req.user?.role !== 'admin') {
    next(new ForbiddenError('admins only'));
    return;
  }
  next();
}

/** Whoever is handed the response answers. */
export function refuse(req: Req, res: Res): void {
  new ForbiddenReply(res, 'forbidden');
}

/** Rejected. */
export function later(user: User): Promise<string> {
  if (user.role !== 'admin') return Promise.reject(new ForbiddenError('admins only'));
  return Promise.resolve('yes');
}

/** Collected. */
export function problems(user: User): Error[] {
  const found: Error[] = [];
  if (user.role !== 'admin') found.push(new ForbiddenError('admins only'));
  return found;
}

/** Logged, and thrown. */
export function logged(user: User): string {
  if (user.role !== 'admin') {
    const error = new ForbiddenError('admins only');
    console.warn(error.message);
    throw error;
  }
  return 'yes';
}

/** No refusal: an answer that nobody needs. */
export function touch(): string {
  new Response('ok', { status: 200 });
  return 'touched';
}

/** Made by an arrow for whoever throws it. */
export const makeError = (): Error => new ForbiddenError('admins only');
