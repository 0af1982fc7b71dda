// Auth.js: a response is the answer, a text leads elsewhere, and nothing sends to the sign-in.

import type { NextAuthConfig } from 'next-auth';

declare const members: Set<string>;

export const config: NextAuthConfig = {
  callbacks: {
    // decides: allow when auth && auth.user.role === 'member'
    // decides: deny otherwise
    // default: deny
    authorized({ auth, request }) {
      if (!auth) return Response.redirect(new URL('/sign-in', request.url));
      return auth.user.role === 'member';
    },
    // decides: allow when members.has(user.email)
    // decides: deny otherwise
    // default: deny
    signIn({ user }) {
      if (members.has(user.email)) return true;
      return '/join';
    },
    // decides: nothing
    session({ session, token }) {
      session.user.id = token.sub;
      return session;
    },
  },
};
