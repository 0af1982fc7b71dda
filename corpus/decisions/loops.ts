// Loops: first match with return, flags, collectors, nesting, labels, and loops that carry more than that.

interface Grant { resource: string; action: string; allow: boolean }
interface Rule { tool: string; effect: string }
interface Role { name: string; permissions: string[] }
interface User { id: string; roles: Role[]; grants: Grant[] }
interface Folder { ownerId: string; parent: Folder | null }
interface Team { id: string; admins: string[] }

// decides: allow when user.roles.some(role => role.name === 'admin')
// decides: deny otherwise
export function hasAdminRole(user: User): boolean {
  for (const role of user.roles) {
    if (role.name === 'admin') {
      return true;
    }
  }
  return false;
}

// decides: allow when user.roles.some(role => role.permissions.some(permission => permission === action))
// decides: deny otherwise
export function hasPermission(user: User, action: string): boolean {
  for (const role of user.roles) {
    for (const permission of role.permissions) {
      if (permission === action) return true;
    }
  }
  return false;
}

// decides: allow when user.grants.find(grant => grant.resource === resource)?.allow
// decides: deny otherwise
export function isGranted(user: User, resource: string): boolean {
  for (const grant of user.grants) {
    if (grant.resource === resource) {
      return grant.allow;
    }
  }
  return false;
}

// decides: allow when rules.find(rule => rule.tool === tool && (rule.effect === 'deny' || rule.effect === 'allow'))?.effect === 'allow'
// decides: deny otherwise
export function isToolAllowed(rules: Rule[], tool: string): boolean {
  for (const rule of rules) {
    if (rule.tool !== tool) continue;
    if (rule.effect === 'deny') return false;
    if (rule.effect === 'allow') return true;
  }
  return false;
}

// decides: deny when roles.some(role => role === 'banned')
// decides: allow when !roles.some(role => role === 'banned') && trusted
// decides: ask otherwise
export function decideUpload(roles: string[], trusted: boolean): 'allow' | 'deny' | 'ask' {
  for (let i = 0; i < roles.length; i++) {
    if (roles[i] === 'banned') return 'deny';
  }
  return trusted ? 'allow' : 'ask';
}

// decides: allow when user.grants.some(grant => grant.resource === resource && grant.action === 'write') && !user.grants.some(grant => grant.resource === resource && !grant.allow)
// decides: deny otherwise
export function canWriteResource(user: User, resource: string): boolean {
  let granted = false;
  let revoked = false;
  for (const grant of user.grants) {
    if (grant.resource === resource) {
      if (grant.action === 'write') granted = true;
      if (!grant.allow) revoked = true;
    }
  }
  return granted && !revoked;
}

// decides: allow when user.grants.every(grant => grant.allow) && user.roles.some(role => role.name === 'operator')
// decides: deny otherwise
export function canOperate(user: User): boolean {
  const refused: string[] = [];
  for (const grant of user.grants) {
    if (!grant.allow) {
      refused.push(grant.resource);
    }
  }
  if (refused.length > 0) {
    return false;
  }
  return user.roles.some(role => role.name === 'operator');
}

// decides: allow when teams.some(team => team.admins.some(admin => admin === userId))
// decides: deny otherwise
export function isAnyTeamAdmin(teams: Team[], userId: string): boolean {
  let found = false;
  search: for (const team of teams) {
    for (const admin of team.admins) {
      if (admin === userId) {
        found = true;
        break search;
      }
    }
  }
  return found;
}

// decides: allow when user.roles.some(role => !role.permissions.some(permission => permission === 'none') && role.name === required)
// decides: deny otherwise
export function hasUsableRole(user: User, required: string): boolean {
  next: for (const role of user.roles) {
    for (const permission of role.permissions) {
      if (permission === 'none') continue next;
    }
    if (role.name === required) return true;
  }
  return false;
}

// decides: allow
// decides: deny
// decides: incomplete
export function ownsAncestor(userId: string, folder: Folder): boolean {
  let current: Folder | null = folder;
  while (current) {
    if (current.ownerId === userId) return true;
    current = current.parent;
  }
  return false;
}

// decides: allow when rules.findLast((rule) => rule.tool === tool)?.effect === 'allow'
// decides: deny otherwise
export function isAllowedByLastRule(rules: Rule[], tool: string): boolean {
  let effect = 'deny';
  for (const rule of rules) {
    if (rule.tool === tool) effect = rule.effect;
  }
  return effect === 'allow';
}

// decides: allow when scopes.some(scope => scope === 'admin' || scope === wanted)
// decides: deny otherwise
export function isScopeAuthorized(scopes: string[], wanted: string): boolean {
  let authorized = false;
  for (const scope of scopes) {
    authorized ||= scope === 'admin' || scope === wanted;
  }
  return authorized;
}

// decides: allow when rules.findLast((rule) => rule.tool === tool)?.effect === 'allow'
// decides: deny otherwise
export function isAllowedByFindLast(rules: Rule[], tool: string): boolean {
  return rules.findLast((rule) => rule.tool === tool)?.effect === 'allow';
}

// The most restrictive rule wins, whatever their order.
// decides: deny when rules.some((rule) => rule.tool === tool && rule.effect === 'deny')
// decides: allow when !rules.some((rule) => rule.tool === tool && rule.effect === 'deny') && rules.some((rule) => rule.tool === tool && rule.effect !== 'deny')
// decides: ask otherwise
export function decideByStrictest(rules: Rule[], tool: string): 'allow' | 'deny' | 'ask' {
  let decision: 'allow' | 'deny' | 'ask' = 'ask';
  for (const rule of rules) {
    if (rule.tool !== tool) continue;
    if (rule.effect === 'deny') return 'deny';
    decision = 'allow';
  }
  return decision;
}
