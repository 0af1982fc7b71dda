// Koa and Hono: the answer stands in the context.

import type { Context, Next } from 'koa';

export async function requireToken(ctx: Context, next: Next) {
  if (ctx.headers.authorization !== ctx.state.expected) {
    ctx.status = 401; // expect: deny-without-return
  }
  await next();
}

export async function requireKey(ctx: Context, next: Next) {
  if (ctx.headers['x-api-key'] !== ctx.state.key) {
    ctx.status = 401;
    ctx.body = 'unauthorized';
    return;
  }
  await next();
}

// `ctx.throw` never comes back.
export async function requireScope(ctx: Context, next: Next) {
  if (!ctx.state.scopes.includes('admin')) {
    ctx.throw(403);
  }
  await next();
}

export const bearer = async (c: { req: { header(name: string): string }; res: Response }, next: () => Promise<void>) => {
  if (c.req.header('authorization') !== 'Bearer secret') {
    c.res = new Response('unauthorized', { status: 401 }); // expect: deny-without-return
  }
  await next();
};
