// async and await: awaited facts, awaited checks in a test, promises passed on, retries in front of a denial.

interface Membership { role: string; active: boolean }
interface User { id: string; role: string }
interface AccessStore {
  findMembership(userId: string, teamId: string): Promise<Membership | null>;
  listRoles(userId: string): Promise<string[]>;
  isBanned(userId: string): Promise<boolean>;
  can(userId: string, action: string): Promise<boolean>;
}

class ForbiddenError extends Error {}

// decides: allow when membership !== null && membership.active && membership.role === 'admin'
// decides: deny otherwise
export async function canManageTeam(store: AccessStore, user: User, teamId: string): Promise<boolean> {
  const membership = await store.findMembership(user.id, teamId);
  if (!membership?.active) return false;
  return membership.role === 'admin';
}

// decides: allow when roles.includes('auditor') || user.role === 'admin'
// decides: deny otherwise
export const hasAuditAccess = async (store: AccessStore, user: User): Promise<boolean> => {
  if (user.role === 'admin') {
    return true;
  }
  const roles = await store.listRoles(user.id);
  return roles.includes('auditor');
};

// decides: allow when !banned && roles.includes(role)
// decides: deny otherwise
export async function requireRole(store: AccessStore, user: User, role: string): Promise<void> {
  const [banned, roles] = await Promise.all([store.isBanned(user.id), store.listRoles(user.id)]);
  if (banned) {
    throw new ForbiddenError('this account is banned');
  }
  if (!roles.includes(role)) {
    throw new ForbiddenError(`the role ${role} is required`);
  }
}

// decides: deny when user.role === 'guest'
// decides: delegated otherwise
// default: deny
export async function isAllowed(store: AccessStore, user: User, action: string): Promise<boolean> {
  if (user.role === 'guest') return false;
  return store.can(user.id, action);
}

// decides: allow when membership?.role === 'owner'
// decides: ask when membership?.role === 'member'
// decides: deny otherwise
// default: deny
export async function checkTransferAccess(store: AccessStore, user: User, teamId: string): Promise<'allow' | 'ask' | 'deny'> {
  const membership = await store.findMembership(user.id, teamId);
  switch (membership?.role) {
    case 'owner':
      return 'allow';
    case 'member':
      return 'ask';
    default:
      return 'deny';
  }
}
