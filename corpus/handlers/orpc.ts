// Procedures of oRPC.
import { os } from '@orpc/server';

const base = os.$context<{ user?: string }>();
const requireUser = base.middleware(async ({ context, next }) => {
  if (!context.user) throw new Error('who are you');
  return next();
});
const authed = base.use(requireUser);

export const router = {
  // entry: procedure list, behind base
  list: base.handler(async () => []),
  // entry: procedure remove, behind base, authed, requireUser
  remove: authed.input({}).handler(async ({ input, context }) => input),
};
