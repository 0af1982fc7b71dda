// Decisions held in a variable first: accumulators, defaults, destructuring, logical assignment.

interface User { id: string; role?: string; level: number; orgId: string; suspended: boolean }
interface Doc { ownerId: string; orgId: string; locked: boolean }
interface Options { allowGuests?: boolean; requiredRole?: string }

// decides: allow when user.role === 'admin' || doc.ownerId === user.id
// decides: deny otherwise
export function canEdit(user: User, doc: Doc): boolean {
  let ok = false;
  if (user.role === 'admin') ok = true;
  if (doc.ownerId === user.id) ok = true;
  return ok;
}

// decides: allow when user.role === 'admin' && !doc.locked
// decides: deny otherwise
export function canClose(user: User, doc: Doc): boolean {
  let allowed = user.role === 'admin';
  if (doc.locked) {
    allowed = false;
  }
  return allowed;
}

// decides: allow when user?.role === 'editor' || user?.role === 'admin'
// decides: deny otherwise
export function canUpload(user: User | null): boolean {
  const role = user?.role ?? 'guest';
  if (role === 'guest') return false;
  return role === 'editor' || role === 'admin';
}

// decides: allow when orgId === doc.orgId && (role === 'viewer' || role === 'admin')
// decides: deny otherwise
export function canView({ role = 'viewer', orgId }: User, doc: Doc): boolean {
  if (orgId !== doc.orgId) return false;
  return role === 'viewer' || role === 'admin';
}

// decides: allow when user.role === 'admin' || (options?.allowGuests === true && user.role === 'guest')
// decides: deny otherwise
export function isRoleAllowed(user: User, options: Options = {}): boolean {
  const { allowGuests = false } = options;
  if (user.role === 'admin') return true;
  if (allowGuests) return user.role === 'guest';
  return false;
}

// decides: allow when (user.role === 'admin' || doc.ownerId === user.id) && !user.suspended
// decides: deny otherwise
export function canAnnotate(user: User, doc: Doc): boolean {
  let granted = user.role === 'admin';
  granted ||= doc.ownerId === user.id;
  granted &&= !user.suspended;
  return granted;
}

// decides: allow when user.orgId === doc.orgId && ((options.requiredRole !== undefined && user.role === options.requiredRole) || (options.requiredRole === undefined && user.role === 'admin'))
// decides: deny otherwise
export function hasRequiredRole(user: User, doc: Doc, options: Options): boolean {
  let required: string | undefined = options.requiredRole;
  required ??= 'admin';
  return user.orgId === doc.orgId && user.role === required;
}

// decides: allow when doc.ownerId === user.id || (user.role === 'admin' && !doc.locked)
// decides: deny otherwise
export function canRestore(user: User, doc: Doc): boolean {
  const mayOverride = () => {
    if (doc.locked) return false;
    return user.role === 'admin';
  };
  if (doc.ownerId === user.id) return true;
  if (mayOverride()) return true;
  return false;
}

// decides: allow when user.role === 'admin'
// decides: deny when user.role !== 'admin' && user.suspended
// decides: ask otherwise
export function decideAccess(user: User): 'allow' | 'deny' | 'ask' {
  let decision: 'allow' | 'deny' | 'ask' = 'ask';
  if (user.suspended) decision = 'deny';
  if (user.role === 'admin') decision = 'allow';
  return decision;
}

// decides: allow when doc.ownerId === user.id && (user.role === 'editor' || user.level >= 5)
// decides: deny otherwise
export function canRelease(user: User, doc: Doc): boolean {
  const isOwner = doc.ownerId === user.id;
  const reasons: string[] = [];
  if (!isOwner) reasons.push('not the owner');
  if (user.role !== 'editor' && !(user.level >= 5)) reasons.push('level too low');
  return reasons.length === 0;
}
