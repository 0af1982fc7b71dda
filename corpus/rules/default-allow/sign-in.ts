// Signing in is open to whoever is not refused, which is worth no more than a note.
import type { AuthOptions } from 'next-auth';

export const options: AuthOptions = {
  callbacks: {
    signIn({ user, account }) {
      if (account?.provider === 'intranet' && user.email !== 'root@example.org') {
        return false;
      }
      return true; // expect: default-allow note
    },
  },
};
