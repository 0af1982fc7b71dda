// Lists, objects and flags that change in ways a reader has to follow: nothing here is constant.

interface User { id: string; role: string; roles: string[] }
interface Visitor { enter(): void }

declare function visit(user: User, visitor: Visitor): void;

// The index is filled by computed keys.
export function hasAdminRole(user: User): boolean {
  const seen: Record<string, boolean> = {};
  for (const role of user.roles) seen[role] = true;
  if (!seen['admin']) return false;
  return user.role === 'admin';
}

// A visitor lowers the flag.
export function isVisitAllowed(user: User): boolean {
  let allowed = true;
  visit(user, { enter() { allowed = false; } });
  if (!allowed) return false;
  return user.role === 'admin';
}

// A set holds equal ids once, so that one person cannot approve twice.
export function hasTwoApprovals(user: User, other: User): boolean {
  if (new Set([user.id, other.id]).size < 2) return false;
  return user.role === 'approver';
}

// The second name is the same object.
export function canPublish(user: User): boolean {
  const state = { admin: false };
  const alias = state;
  alias.admin = user.role === 'admin';
  if (!state.admin) return false;
  return user.roles.includes('publisher');
}

// A computed key may be the very field that is read.
export function isScopeGranted(user: User, scope: string): boolean {
  const granted = { admin: false, [scope]: user.role === 'admin' };
  if (!granted.admin) return false;
  return user.roles.includes(scope);
}

// A switch that is set in the source.
export function canImport(user: User): boolean {
  const strict = false;
  if (strict && user.role !== 'admin') return false;
  return user.role === 'importer';
}
