type Role = 'admin' | 'editor' | 'guest';
interface User { id: string; role: Role; active: boolean; permissions: string[] }
interface Doc { id: string; ownerId: string; locked: boolean; title: string }
interface HookResult { decision: 'deny' | 'ask'; reason: string }
interface ToolCall { tool: string; path: string }
interface Counter { increment(name: string): void }
interface Store { save(doc: Doc): void; remove(id: string): void }

class ForbiddenError extends Error {}

// Never returns.
function forbidden(reason: string): never {
  throw new ForbiddenError(reason);
}

// The failed test throws.
export function assertAdmin(user: User): void {
  if (user.role !== 'admin') {
    console.warn('an admin was required');
    throw new ForbiddenError('admins only');
  }
}

// The failed test ends in a helper that never returns.
export function requireOwner(user: User, doc: Doc): void {
  if (doc.ownerId !== user.id) {
    forbidden('owners only');
  }
}

// The failed test is only written down here: the answer below still says no.
export function canEdit(user: User, doc: Doc): boolean {
  const allowed = user.role === 'admin' || doc.ownerId === user.id;
  if (!allowed) {
    console.warn('edit refused');
  }
  return allowed;
}

// Counting admins changes nothing about the answer.
export function canExport(user: User, counter: Counter): boolean {
  if (user.role === 'admin') {
    counter.increment('admin-export');
  }
  return user.permissions.includes('export');
}

// Without the right nothing happens: the early return is the refusal.
export function removeDoc(user: User, doc: Doc, store: Store): void {
  if (doc.ownerId !== user.id) return;
  store.remove(doc.id);
}

// The effect stands behind the test, and nothing else does.
export function renameDoc(user: User, doc: Doc, title: string, store: Store): void {
  if (doc.ownerId === user.id) {
    store.save({ ...doc, title });
  }
}

// The hook has no opinion on other paths, and its type says so.
export function beforeToolPermission(call: ToolCall): HookResult | undefined {
  if (call.path === '/etc/shadow') {
    return { decision: 'deny', reason: 'a protected file' };
  }
}

// Every role of the union answers; the end can't be reached.
export function canPublish(user: User): boolean {
  switch (user.role) {
    case 'admin':
    case 'editor':
      return true;
    case 'guest':
      return false;
  }
}

// The refusals are collected, and one is enough to throw.
export function assertCanMerge(user: User, doc: Doc): void {
  const problems: string[] = [];
  if (!user.active) problems.push('inactive account');
  if (!user.permissions.includes('merge')) problems.push('no merge permission');
  if (doc.locked) problems.push('locked');
  if (problems.length > 0) {
    throw new ForbiddenError(problems.join(', '));
  }
}

// A case that only shares the statements of the next one has none of its own.
export function hasDraftAccess(user: User, doc: Doc): boolean {
  switch (user.role) {
    case 'editor':
    case 'admin':
      return true;
    default:
      return doc.ownerId === user.id;
  }
}

// The decision waits in a variable and is tested at the end.
export function requireEditor(user: User): void {
  let allowed = false;
  if (user.role === 'admin') {
    allowed = true;
  } else if (user.role === 'editor') {
    allowed = user.active;
  }
  if (!allowed) throw new ForbiddenError('editors only');
}
