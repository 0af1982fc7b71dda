// MCP SDK: what a token verifier gives back lets through; only an error refuses.

import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import type { OAuthTokenVerifier } from '@modelcontextprotocol/sdk/server/auth/provider.js';

interface Info { token: string; expiresAt: number }

declare const issued: Map<string, Info>;

export class StoredTokens implements OAuthTokenVerifier {
  // decides: deny when !issued.get(token)
  // decides: allow otherwise
  // default: deny
  async verifyAccessToken(token: string): Promise<Info> {
    const info = issued.get(token);
    if (!info) throw new InvalidTokenError('unknown token');
    return info;
  }
}
