// ws: the number of parameters says how a handshake check answers, and a promise is not waited for.

import { WebSocketServer } from 'ws';

declare const origins: Set<string>;
declare function mayConnect(origin: string): Promise<boolean>;

interface Info { origin: string }

export const byValue = new WebSocketServer({
  // Nothing is a denial.
  // decides: allow when origins.has(info.origin)
  // decides: deny otherwise
  // default: deny
  verifyClient: (info: Info) => {
    if (origins.has(info.origin)) return true;
  },
});

export const byCallback = new WebSocketServer({
  // decides: allow when origins.has(info.origin)
  // decides: deny otherwise
  // default: deny
  verifyClient: (info: Info, answer: (verified: boolean, code?: number) => void) => {
    if (origins.has(info.origin)) answer(true);
    else answer(false, 403);
  },
});

export const byPromise = new WebSocketServer({
  // The promise is truthy, whatever comes of it.
  // decides: allow always
  // default: allow
  verifyClient: async (info: Info) => mayConnect(info.origin), // expect: always-allow
});
