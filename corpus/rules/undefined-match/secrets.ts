// Secrets of the environment that may not be set, and what was not sent.

import type { NextFunction, Request, Response } from 'express';

declare function sweep(): Promise<void>;

// `Bearer undefined` is a text that anybody can send.
export async function GET(request: globalThis.Request): Promise<globalThis.Response> {
  if (request.headers.get('authorization') !== `Bearer ${process.env.SWEEP_SECRET}`) { // expect: undefined-match
    return new Response('Unauthorized', { status: 401 });
  }
  await sweep();
  return Response.json({ swept: true });
}

export function requireToken(req: Request, res: Response, next: NextFunction): void {
  const expected = 'Token ' + process.env.PRINT_TOKEN;
  if (req.headers.authorization === expected) { // expect: undefined-match
    next();
    return;
  }
  res.status(401).end();
}

// `undefined !== undefined` does not hold.
export function requireSecret(req: Request, res: Response, next: NextFunction): void {
  if (req.headers['x-print-secret'] !== process.env.PRINT_SECRET) { // expect: undefined-match
    res.status(401).end();
    return;
  }
  next();
}

// The chain gives `undefined` where there is no header.
export function requireBearer(req: Request, res: Response, next: NextFunction): void {
  const token = req.headers.authorization?.split(' ')[1];
  if (token !== process.env.PRINT_BEARER) { // expect: undefined-match
    res.status(401).end();
    return;
  }
  next();
}

const secret = process.env.QUERY_SECRET;

// Through a variable of the module, and by a parameter of the query.
export function requireQuery(req: Request, res: Response, next: NextFunction): void {
  if (req.query.secret === secret) return next(); // expect: undefined-match
  res.status(401).end();
}

interface JobRequest { user?: { id: string }; headers: Headers }

// Who compares with a secret decides, whatever the function is called.
export const jobs = {
  run: ({ req }: { req: JobRequest }): boolean => {
    if (req.user) return true;
    return req.headers.get('authorization') === `Bearer ${process.env.JOB_SECRET}`; // expect: undefined-match
  },
};
