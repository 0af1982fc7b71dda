type Role = 'admin' | 'editor' | 'viewer';
interface User { id: string; role: Role; level: number; suspended: boolean }
interface Doc { ownerId: string; locked: boolean; state: string }
interface Cursor { current: string; advance(): void }
interface Queue { next(): string }

class ForbiddenError extends Error {}

// Marks a value the types rule out.
function assertNever(value: never): never {
  throw new ForbiddenError(`unexpected ${String(value)}`);
}

// The default defends against a role that the type does not know yet.
export function canEdit(user: User): boolean {
  switch (user.role) {
    case 'admin':
    case 'editor':
      return true;
    case 'viewer':
      return false;
    default:
      return false;
  }
}

// The same defence as a helper.
export function canPublish(user: User): boolean {
  switch (user.role) {
    case 'admin':
      return true;
    case 'editor':
      return !user.suspended;
    case 'viewer':
      return false;
    default:
      return assertNever(user.role);
  }
}

// The narrower denial stands in front of the broader allow.
export function canRename(user: User, doc: Doc): boolean {
  if (user.role === 'editor' && doc.locked) return false;
  if (user.role === 'admin' || user.role === 'editor') return true;
  return doc.ownerId === user.id;
}

// Between the two tests the cursor moves, so the second one asks something else.
export function isCommandAllowed(cursor: Cursor): boolean {
  if (cursor.current !== 'sudo') return cursor.current === 'git';
  cursor.advance();
  if (cursor.current !== 'git') return false;
  return true;
}

// Two calls may give two answers.
export function isScopeAllowed(queue: Queue): boolean {
  if (queue.next() === 'admin') return true;
  if (queue.next() === 'admin') return true;
  if (queue.next() !== 'write') return false;
  return true;
}

// Overlapping is not covering: levels from one to two are still refused.
export function hasLevel(user: User): boolean {
  if (user.level >= 3) return true;
  if (user.level >= 1) return false;
  return user.role === 'admin';
}

// The flag is raised in the loop, so the test behind it can fail.
export function hasUsableScope(scopes: string[]): boolean {
  let revoked = false;
  for (const scope of scopes) {
    if (scope === 'revoked') revoked = true;
  }
  if (revoked) return false;
  return scopes.includes('write');
}

// A case that shares its statements with the next is reached by both.
export function canClose(user: User, doc: Doc): boolean {
  switch (doc.state) {
    case 'draft':
      return doc.ownerId === user.id;
    case 'published':
    case 'archived':
      return user.role === 'admin';
    default:
      return false;
  }
}

// An assertion may repeat what a caller has tested.
export function assertOwner(user: User, doc: Doc): void {
  if (doc.ownerId !== user.id) throw new ForbiddenError('owners only');
}
