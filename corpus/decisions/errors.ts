// try, catch and finally: what an error decides, and which return wins.

interface Claims { sub: string; role: string }
interface User { id: string; role: string; suspended: boolean }
interface Resource { id: string; ownerId: string }

declare function verify(token: string): Claims;
declare function loadGrants(userId: string): Promise<string[]>;
declare function loadOwner(resourceId: string): Promise<string>;
declare function release(userId: string): void;

class ForbiddenError extends Error {}

// decides: allow when !throws(verify(token)) && claims.role === 'admin'
// decides: deny otherwise
export function isAdminToken(token: string): boolean {
  let claims: Claims;
  try {
    claims = verify(token);
  } catch {
    return false;
  }
  return claims.role === 'admin';
}

// decides: allow when !throws() && (grants.includes('write') || owner === user.id)
// decides: deny otherwise
export async function canWriteResource(user: User, resource: Resource): Promise<boolean> {
  try {
    const grants = await loadGrants(user.id);
    const owner = await loadOwner(resource.id);
    return grants.includes('write') || owner === user.id;
  } catch (error) {
    console.error('permission lookup failed', error);
    return false;
  }
}

// decides: deny always
export function canEnterMaintenance(user: User): boolean {
  try {
    return user.role === 'admin';
  } finally {
    return false;
  }
}

// decides: allow when user.role === 'admin' && !user.suspended
// decides: deny otherwise
export function canUnlock(user: User): boolean {
  let allowed = false;
  try {
    allowed = user.role === 'admin';
  } finally {
    if (user.suspended) return false;
  }
  return allowed;
}

// decides: allow when user.role === 'admin'
// decides: deny otherwise
export function hasAdminPermission(user: User): boolean {
  try {
    if (user.role !== 'admin') {
      throw new ForbiddenError('admins only');
    }
    return true;
  } catch {
    return false;
  }
}

// decides: allow when user.suspended || user.role === 'editor'
// decides: deny otherwise
export function canReopen(user: User): boolean {
  try {
    if (user.suspended) {
      throw new ForbiddenError('suspended');
    }
  } catch {
    return true;
  }
  return user.role === 'editor';
}

// decides: allow when !throws(verify(token)) && claims.sub === user.id
// decides: deny otherwise
export function assertTokenOwner(token: string, user: User): void {
  try {
    const claims = verify(token);
    if (claims.sub !== user.id) {
      throw new ForbiddenError('not the owner of this token');
    }
  } catch (error) {
    throw new ForbiddenError('token rejected', { cause: error });
  }
}

// decides: ask when throws(verify(token))
// decides: allow when !throws(verify(token)) && claims.role === 'operator'
// decides: deny otherwise
export function decideByToken(token: string): 'allow' | 'deny' | 'ask' {
  let claims: Claims | undefined;
  try {
    claims = verify(token);
  } catch {
    return 'ask';
  }
  if (claims.role === 'operator') return 'allow';
  return 'deny';
}

// decides: allow when user.role === 'owner'
// decides: deny otherwise
export function isOwnerAllowed(user: User): boolean {
  try {
    return user.role === 'owner';
  } finally {
    release(user.id);
  }
}
