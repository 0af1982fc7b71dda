// NextAuth 4: without an answer, whoever has a token gets in.

import { withAuth } from 'next-auth/middleware';

interface Token { role: string }

export const admins = withAuth({
  callbacks: {
    // decides: allow when token?.role === 'admin'
    // decides: deny otherwise
    // default: deny
    authorized: ({ token }: { token: Token | null }) => token?.role === 'admin',
  },
});

export const area = withAuth({
  callbacks: {
    // decides: allow when token?.role === 'admin'
    // decides: delegated otherwise
    // default: unknown
    authorized: ({ token }: { token: Token | null }) => {
      if (token?.role === 'admin') return true;
    },
  },
});
