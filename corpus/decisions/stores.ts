// Access functions of content and data servers.

import type { Access } from 'payload';
import { rule } from 'graphql-shield';

interface User { id: string; role: string }
interface Context { user?: User }

// Payload: a filter lets through what it matches, nothing refuses.
// decides: allow when req.user?.role === 'admin'
// decides: delegated when req.user && req.user.role !== 'admin'
// decides: deny otherwise
export const adminOrOwn: Access = ({ req }) => {
  if (req.user?.role === 'admin') return true;
  if (req.user) return { owner: { equals: req.user.id } };
  return false;
};

export const Notes = {
  access: {
    // decides: allow when req.user?.role === 'admin'
    // decides: deny otherwise
    delete: ({ req }) => req.user?.role === 'admin',
  },
  hooks: {
    // decides: nothing
    read: ({ doc }: { doc: { title: string } }) => doc.title !== '',
  },
};

// graphql-shield: exactly true allows.
export const rules = () => ({
  isAuthor: rule()(
    // decides: allow when ctx.user?.role === 'author'
    // decides: deny otherwise
    (parent: unknown, args: unknown, ctx: Context) => ctx.user?.role === 'author',
  ),
});
