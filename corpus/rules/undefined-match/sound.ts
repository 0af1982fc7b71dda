// One of the sides is there: it was tested, read from, required, or is never `undefined`.

import type { NextFunction, Request, Response } from 'express';

interface Setting { name: string; value: string }

declare function allSettings(): Promise<Setting[]>;

declare function sweep(): Promise<void>;

declare function requireEnv(name: string): string;

declare const z: { object(shape: object): { parse(value: unknown): void }; string(): unknown };

z.object({ CHECKED_SECRET: z.string() }).parse(process.env);

requireEnv('NAMED_SECRET');

const required = requireEnv('REQUIRED_SECRET');

export function requireSecret(req: Request, res: Response, next: NextFunction): void {
  const secret = process.env.SWEEP_SECRET;
  if (!secret || req.headers['x-secret'] !== secret) {
    res.status(401).end();
    return;
  }
  next();
}

export async function GET(request: globalThis.Request): Promise<globalThis.Response> {
  const secret = process.env.SWEEP_SECRET;
  if (!secret) return new Response('Not configured', { status: 500 });
  if (request.headers.get('authorization') !== `Bearer ${secret}`) {
    return new Response('Unauthorized', { status: 401 });
  }
  await sweep();
  return Response.json({ swept: true });
}

// A header that is not there is `null`.
export async function POST(request: globalThis.Request): Promise<globalThis.Response> {
  if (request.headers.get('x-secret') !== process.env.SWEEP_SECRET) {
    return new Response('Unauthorized', { status: 401 });
  }
  await sweep();
  return Response.json({ swept: true });
}

export function requireHeader(req: Request, res: Response, next: NextFunction): void {
  const header = req.headers.authorization;
  if (!header || header.slice(7) !== process.env.SWEEP_SECRET) {
    res.status(401).end();
    return;
  }
  next();
}

export function requireSliced(req: Request, res: Response, next: NextFunction): void {
  if ((req.headers['x-secret'] as string).trim() !== process.env.SWEEP_SECRET) {
    res.status(401).end();
    return;
  }
  next();
}

export function requireChecked(req: Request, res: Response, next: NextFunction): void {
  if (req.headers['x-secret'] !== process.env.CHECKED_SECRET) {
    res.status(401).end();
    return;
  }
  next();
}

export function requireNamed(req: Request, res: Response, next: NextFunction): void {
  if (req.headers.authorization !== `Bearer ${process.env.NAMED_SECRET}`) {
    res.status(401).end();
    return;
  }
  next();
}

export function requireRequired(req: Request, res: Response, next: NextFunction): void {
  if (req.headers['x-secret'] !== required) {
    res.status(401).end();
    return;
  }
  next();
}

// An address is no secret.
export function requireOrigin(req: Request, res: Response, next: NextFunction): void {
  if (req.headers.origin !== `https://${process.env.PUBLIC_HOST}`) {
    res.status(403).end();
    return;
  }
  next();
}

class SetupService {
  async summary(token: string): Promise<Record<string, string | null>> {
    const settings = await allSettings();
    const stored = settings.find((setting) => setting.name === 'SETUP_TOKEN')?.value;
    const tokenIsValid = typeof token === 'string' && token.length > 0 && token === stored;
    return Object.fromEntries(settings.map((setting) => [setting.name, tokenIsValid ? setting.value : null]));
  }
}

const setup = new SetupService();

export async function summary(req: Request, res: Response): Promise<void> {
  res.json(await setup.summary(req.query.token as string));
}
