// express-jwt: a truthy `isRevoked` refuses, and an expired token gets in unless something throws.

import { expressjwt } from 'express-jwt';

interface Token { payload: { jti: string } }

declare const revoked: Set<string>;

export const guard = expressjwt({
  secret: 'from the environment',
  algorithms: ['HS256'],
  // decides: deny when revoked.has(token.payload.jti)
  // decides: allow otherwise
  // default: allow
  isRevoked: async (req: unknown, token: Token) => revoked.has(token.payload.jti),
  // decides: allow when error.inner.expiredAt > since
  // decides: deny otherwise
  onExpired: async (req: unknown, error: { inner: { expiredAt: number } }) => {
    if (error.inner.expiredAt > since) return;
    throw error;
  },
});

declare const since: number;
