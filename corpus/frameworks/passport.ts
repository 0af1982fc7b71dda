// Passport: the second argument of `done` says who it is; nobody and an error refuse.

import { Strategy as LocalStrategy } from 'passport-local';
import { Strategy as BearerStrategy } from 'passport-http-bearer';

interface User { name: string; hash: string }

declare const users: Map<string, User>;
declare function hashOf(text: string): string;

export const local = new LocalStrategy(
  // decides: allow when users.get(name) && users.get(name).hash === hashOf(password)
  // decides: deny otherwise
  (name: string, password: string, verified: (error: unknown, user?: User | false) => void) => {
    const user = users.get(name);
    if (user?.hash !== hashOf(password)) {
      verified(null, false);
      return;
    }
    verified(null, user);
  },
);

export const bearer = new BearerStrategy(
  // decides: allow when users.get(token)
  // decides: deny otherwise
  (token: string, done: (error: unknown, user?: User | false) => void) => {
    done(null, users.get(token));
  },
);
