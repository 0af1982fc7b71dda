// better-auth: whatever a middleware gives back goes on; only an error refuses.

import { APIError, createAuthMiddleware } from 'better-auth/api';

interface Session { user: { role: string } }

export const adminsOnly = createAuthMiddleware(
  // decides: deny when ctx.context.session?.user.role !== 'admin'
  // decides: allow otherwise
  async (ctx: { context: { session?: Session } }) => {
    if (ctx.context.session?.user.role !== 'admin') throw new APIError('FORBIDDEN');
    return { session: ctx.context.session };
  },
);

export const stamped = createAuthMiddleware(
  // decides: nothing
  async () => ({ at: Date.now() }),
);

// A name of permission makes no guard of what can't refuse.
// decides: nothing
async function countAuthorizedLogins(ctx: { context: { logins: number } }) {
  ctx.context.logins += 1;
}

export const counted = createAuthMiddleware(countAuthorizedLogins);
