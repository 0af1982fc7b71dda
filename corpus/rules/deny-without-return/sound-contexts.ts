// Contexts: an answer that is made is sent by returning it, and a status is what it was last set to.

import type { Context as KoaContext, Next as KoaNext } from 'koa';
import type { Context, Next } from 'hono';

interface User { role: string }

// A status to start with, taken back where access is granted.
export async function requireEditor(ctx: KoaContext, next: KoaNext): Promise<void> {
  ctx.status = 401;
  const user = ctx.state.user as User | undefined;
  if (user?.role === 'editor') {
    ctx.status = 200;
    await next();
    return;
  }
  ctx.body = 'editors only';
}

// The answer is kept, and returned where there is one.
export async function requireAdmin(c: Context, next: Next) {
  const user = c.get('user') as User | undefined;
  const denied = user?.role !== 'admin' ? c.json({ error: 'forbidden' }, 403) : undefined;
  if (denied) return denied;
  await next();
}

// Errors of the handlers behind become answers: nobody is held back.
export async function answerErrors(ctx: KoaContext, next: KoaNext): Promise<void> {
  try {
    await next();
  } catch (error) {
    if ((error as { status?: number }).status === 401) {
      ctx.status = 401;
      ctx.body = 'sign in first';
    } else {
      throw error;
    }
  }
}
