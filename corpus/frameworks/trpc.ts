// tRPC: calling on lets through, and only an error refuses.

import { TRPCError, initTRPC } from '@trpc/server';

interface Context { user?: { role: string } }

const t = initTRPC.context<Context>().create();

export const editorProcedure = t.procedure.use(
  // decides: allow when ctx.user?.role === 'editor'
  // decides: deny otherwise
  // default: deny
  async ({ ctx, next }) => {
    if (ctx.user?.role !== 'editor') throw new TRPCError({ code: 'FORBIDDEN' });
    return next({ ctx: { user: ctx.user } });
  },
);

export const timed = t.procedure.use(
  // decides: nothing
  async ({ path, next }) => {
    const since = Date.now();
    const result = await next();
    console.log(path, Date.now() - since);
    return result;
  },
);
