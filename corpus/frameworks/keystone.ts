// Keystone: exactly `true` allows; a filter may be more.

import { list } from '@keystone-6/core';

interface Session { data: { role: string; id: string } }

export const Note = list({
  access: {
    operation: {
      // decides: allow when session?.data.role === 'admin'
      // decides: deny otherwise
      // default: deny
      delete: ({ session }: { session?: Session }) => session?.data.role === 'admin',
      // What is truthy and no `true` is an error.
      // decides: allow when session.data === true
      // decides: deny otherwise
      // default: deny
      update: ({ session }: { session: Session }) => session.data,
    },
    filter: {
      // decides: delegated when session
      // decides: deny otherwise
      query: ({ session }: { session?: Session }) => {
        if (!session) return false;
        return { author: { id: { equals: session.data.id } } };
      },
    },
  },
});
