// Guards of web servers, one for each form: what calling on, answering, throwing and just ending mean differs.

import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createMiddleware } from 'hono/factory';
import type { Middleware } from 'koa';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { TRPCError, type initTRPC } from '@trpc/server';

interface User { id: string; role: string; banned: boolean }
interface AuthRequest extends Request { user?: User }
interface State { user?: User }

declare const users: { of(context: ExecutionContext): User };
declare const tokens: Set<string>;

type Trpc = ReturnType<typeof initTRPC.create>;

// Express: answering ends the request.
// decides: allow when req.user?.role === 'admin'
// decides: deny otherwise
export function requireAdmin(req: AuthRequest, res: Response, next: NextFunction): void {
  if (req.user?.role !== 'admin') {
    res.status(403).json({ error: 'admins only' });
    return;
  }
  next();
}

// Express: an error handed on is a refusal; the type says what it is.
// decides: deny when !tokens.has(req.ip)
// decides: allow otherwise
export const checkTokenAccess: RequestHandler = (req, res, next) => {
  if (!tokens.has(req.ip)) return next(new Error('forbidden'));
  next();
};

// Koa: the status is set, and nothing is called.
// decides: allow when ctx.state.user?.role === 'admin'
// decides: deny otherwise
export const adminOnly: Middleware<State> = async (ctx, next) => {
  if (ctx.state.user?.role !== 'admin') {
    ctx.status = 403;
    return;
  }
  await next();
};

// Hono: a response that is returned answers.
export const tokenAuth = () => createMiddleware(
  // decides: allow when tokens.has(c.req.header('x-token'))
  // decides: deny otherwise
  async (c, next) => {
    if (!tokens.has(c.req.header('x-token'))) return c.json({ error: 'unauthorized' }, 401);
    await next();
  },
);

// Fastify, async: a hook that just ends lets through.
// decides: deny when !tokens.has(request.id)
// decides: allow otherwise
export async function verifyToken(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!tokens.has(request.id)) {
    await reply.code(401).send({ error: 'unauthorized' });
  }
}

export const install = (app: FastifyInstance) => app.addHook(
  'preHandler',
  // Fastify, with a callback: a hook that just ends leaves the request hanging.
  // decides: deny when !tokens.has(request.id)
  // decides: allow otherwise
  (request, reply, done) => {
    if (!tokens.has(request.id)) {
      reply.code(403).send({ error: 'forbidden' });
      return;
    }
    done();
  },
);

export class AdminGuard implements CanActivate {
  // NestJS: truthy lets through, nothing refuses.
  // decides: allow when users.of(context).role === 'admin'
  // decides: deny otherwise
  canActivate(context: ExecutionContext): boolean {
    return users.of(context).role === 'admin';
  }
}

export const adminProcedure = (t: Trpc) => t.procedure.use(
  // tRPC: calling on lets through, throwing refuses.
  // decides: allow when ctx.user?.role === 'admin'
  // decides: deny otherwise
  t.middleware(async ({ ctx, next }) => {
    if (ctx.user?.role !== 'admin') throw new TRPCError({ code: 'FORBIDDEN' });
    return next();
  }),
);

// A middleware that loads something is no guard.
// decides: nothing
export const stamp: RequestHandler = (req, res, next) => {
  res.locals.at = Date.now();
  next();
};

export const watch = (app: FastifyInstance) => app.addHook(
  'onRequest',
  // decides: nothing
  async request => {
    request.log.info('a request');
  },
);

export const timed = (t: Trpc) => t.middleware(
  // decides: nothing
  async ({ path, next }) => {
    const result = await next();
    console.log(path);
    return result;
  },
);

// Handlers and interceptors take what hooks and guards take.
// decides: nothing
export async function renameNote(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!tokens.has(request.id)) return reply.code(403).send({ error: 'forbidden' });
  await reply.send({ renamed: true });
}

export class TimingInterceptor {
  // decides: nothing
  intercept(context: ExecutionContext, next: { handle(): unknown }): unknown {
    console.log(users.of(context).id);
    return next.handle();
  }
}
