// Backstage: a policy says `result`; conditions decide about each thing by themselves.

import { AuthorizeResult, type PolicyDecision } from '@backstage/plugin-permission-common';
import type { PermissionPolicy, PolicyQuery, PolicyQueryUser } from '@backstage/plugin-permission-node';

export class OwnersPolicy implements PermissionPolicy {
  // decides: allow when user && user.info.ownershipEntityRefs.includes('group:owners')
  // decides: deny otherwise
  // default: deny
  async handle(request: PolicyQuery, user?: PolicyQueryUser): Promise<PolicyDecision> {
    if (!user) return { result: AuthorizeResult.DENY };
    if (user.info.ownershipEntityRefs.includes('group:owners')) return { result: AuthorizeResult.ALLOW };
    return { result: AuthorizeResult.DENY };
  }
}
