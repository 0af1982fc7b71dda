// The comparison has to hold to allow, or the key is known before.

class ForbiddenError extends Error {}

type Role = 'guest' | 'member' | 'admin';

const ranks: Record<string, number> = { guest: 0, member: 1, admin: 2 };

const closed: Record<Role, number> = { guest: 0, member: 1, admin: 2 };

const byName = new Map<string, number>([['guest', 0], ['admin', 2]]);

declare function isRole(role: string): role is Role;

declare function assertRole(role: string): asserts role is Role;

// No comparison with `undefined` holds, and here one must.
export function hasRole(role: string, minimum: string): boolean {
  return ranks[role] >= ranks[minimum];
}

// The type holds no other.
export function hasClosedRole(role: Role, minimum: Role): boolean {
  if (closed[role] < closed[minimum]) return false;
  return true;
}

export function hasOwnRole(role: string, minimum: Role): boolean {
  if (!Object.hasOwn(ranks, role)) return false;
  if (ranks[role] < ranks[minimum]) return false;
  return true;
}

export function hasListedRole(role: string, minimum: Role): boolean {
  if (!(role in closed)) return false;
  if (ranks[role] < ranks[minimum]) return false;
  return true;
}

export function requireKnownRole(role: string): void {
  const rank = ranks[role];
  if (rank === undefined || rank < 2) throw new ForbiddenError('not allowed');
}

export function requireRoleNumber(role: string): void {
  const rank = ranks[role];
  if (typeof rank !== 'number') throw new ForbiddenError('not allowed');
  if (rank < 2) throw new ForbiddenError('not allowed');
}

// Both sides fall back to what refuses.
export function hasRoleOrLess(role: string, minimum: string): boolean {
  if ((ranks[role] ?? -1) < (ranks[minimum] ?? Infinity)) return false;
  return true;
}

// Somebody else knows the roles.
export function hasCheckedRole(role: string, minimum: Role): boolean {
  if (!isRole(role)) return false;
  if (ranks[role] < ranks[minimum]) return false;
  return true;
}

export function requireAssertedRole(role: string): void {
  assertRole(role);
  if (ranks[role] < 2) throw new ForbiddenError('not allowed');
}

export function hasEitherRole(role: string): boolean {
  if (role !== 'member' && role !== 'admin') return false;
  if (ranks[role] < 1) return false;
  return true;
}

export function hasRoleOfTable(role: string): boolean {
  if (!Object.keys(ranks).includes(role)) return false;
  if (ranks[role] < 1) return false;
  return true;
}

export function hasMappedRole(role: string): boolean {
  const rank = byName.get(role);
  return rank !== undefined && rank >= 2;
}
