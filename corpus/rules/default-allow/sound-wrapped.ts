// Names that say what is asked: being signed in is all, or who is kept out.

import { rule } from 'graphql-shield';

export const isAuthenticated = rule({ cache: 'contextual' })(async (parent, args, ctx) => {
  return ctx.user !== null;
});

interface Session { userId: string }

export async function throwIfAuthenticated(session: Session | null): Promise<boolean> {
  if (session) throw new Error('forbidden: already signed in');
  return true;
}
