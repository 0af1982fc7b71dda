// graphql-shield: exactly `true` allows; a text or an error is the message of a denial, and nothing is one too.

import { rule } from 'graphql-shield';

interface Context { user?: { role: string; id: string } }
interface Arguments { authorId: string }

export const isAuthor = rule({ cache: 'strict' })(
  // decides: allow when ctx.user?.id === args.authorId
  // decides: deny otherwise
  // default: deny
  async (parent: unknown, args: Arguments, ctx: Context) => {
    if (ctx.user?.id === args.authorId) return true;
    return new Error('not yours');
  },
);

export const isEditor = rule()(
  // decides: allow when ctx.user?.role === 'editor'
  // decides: deny otherwise
  // default: deny
  (parent: unknown, args: Arguments, ctx: Context) => {
    if (ctx.user?.role === 'editor') return true;
  },
);
