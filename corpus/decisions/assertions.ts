// Assertions, requirement helpers called bare, helpers that never return, and delegation.

class ForbiddenError extends Error {}
class UnauthorizedError extends Error {}

interface User { id: string; role: string; orgId: string; active: boolean }
interface Doc { id: string; ownerId: string; orgId: string; locked: boolean }
interface PolicyEngine { evaluate(userId: string, action: string): boolean }

// decides: nothing
function deny(reason: string): never {
  throw new ForbiddenError(reason);
}

// decides: nothing
async function rejectRequest(status: number): Promise<Response> {
  if (status === 401) {
    throw new UnauthorizedError('sign in first');
  }
  throw new ForbiddenError('forbidden');
}

// decides: allow when doc.ownerId === user.id
// decides: deny otherwise
export function assertOwner(user: User, doc: Doc): void {
  if (doc.ownerId !== user.id) {
    throw new ForbiddenError('only the owner may do this');
  }
}

// decides: allow when user !== undefined && user !== null && user.active
// decides: deny otherwise
export function requireActiveUser(user: User | null | undefined): User {
  if (user === undefined || user === null) {
    throw new UnauthorizedError('sign in first');
  }
  if (!user.active) {
    throw new ForbiddenError('account is not active');
  }
  return user;
}

// decides: allow when user.role === 'admin' || user.orgId === doc.orgId
// decides: deny otherwise
export function assertCanRead(user: User, doc: Doc): void {
  if (user.role === 'admin') return;
  if (user.orgId !== doc.orgId) throw new ForbiddenError('another organisation');
}

// decides: allow when passes(assertOwner(user, doc)) && !doc.locked
// decides: deny otherwise
// default: deny
export function assertCanDelete(user: User, doc: Doc): void {
  assertOwner(user, doc);
  if (doc.locked) {
    throw new ForbiddenError('the document is locked');
  }
}

// decides: allow when passes(assertOwner(user, doc)) && user.role === 'editor'
// decides: deny otherwise
export function canReplace(user: User, doc: Doc): boolean {
  assertOwner(user, doc);
  return user.role === 'editor';
}

// decides: allow when user.role === 'admin' && !doc.locked
// decides: deny otherwise
// default: deny
export function requireUnlockedAdmin(user: User, doc: Doc): void {
  if (user.role !== 'admin') {
    deny('admins only');
  }
  if (doc.locked) deny('the document is locked');
}

// decides: allow when user.role === 'admin' || (user.role === 'editor' && user.orgId === doc.orgId)
// decides: deny otherwise
export function canMoveDoc(user: User, doc: Doc): boolean {
  if (user.role === 'admin') return true;
  if (user.role === 'editor') return user.orgId === doc.orgId;
  return deny('no role that may move documents');
}

// decides: allow when user !== undefined && user.role === 'support'
// decides: deny otherwise
export async function requireSupport(user: User | undefined): Promise<User> {
  if (!user) {
    await rejectRequest(401);
    throw new Error('not reached');
  }
  if (user.role !== 'support') {
    await rejectRequest(403);
  }
  return user;
}

// decides: allow when user.role === 'admin' || user.role === 'auditor'
// decides: deny otherwise
export function assertAuditor(user: User): asserts user is User & { role: 'admin' | 'auditor' } {
  const allowed = user.role === 'admin' || user.role === 'auditor';
  if (!allowed) {
    throw new ForbiddenError(`role ${user.role} may not read the audit log`);
  }
}

// decides: deny when !user.active
// decides: delegated otherwise
export function isAuthorized(engine: PolicyEngine, user: User, action: string): boolean {
  if (!user.active) return false;
  return engine.evaluate(user.id, action);
}

// decides: delegated always
// default: unknown
export const checkPermission = (engine: PolicyEngine, user: User, action: string): boolean =>
  engine.evaluate(user.id, action);

// decides: allow when user !== null
// decides: deny otherwise
export function assertAuthorized(user: User | null): void {
  user ?? deny('sign in first');
}
