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

const HOOK = process.env.HOOK_SECRET;
if (!HOOK || HOOK.length < 16) {
  console.error('HOOK_SECRET is not set');
  process.exit(1);
}

export function requireHook(req: Request, res: Response, next: NextFunction): void {
  if (req.headers['x-hook'] !== HOOK) {
    res.status(401).end();
    return;
  }
  next();
}

declare function assert(value: unknown): asserts value;

const PUSH = process.env.PUSH_SECRET;
assert(PUSH);

export function requirePush(req: Request, res: Response, next: NextFunction): void {
  if (req.headers.authorization !== `Bearer ${PUSH}`) {
    res.status(401).end();
    return;
  }
  next();
}
