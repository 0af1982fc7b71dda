interface User { id: string; role: string; level: number; suspended: boolean; roles: Record<string, boolean> }
interface Doc { ownerId: string; locked: boolean; visibility: string }
interface Queue { next(): string }
interface Folder { ownerId: string; parent: Folder | null }

const ALLOW_GUESTS = false;

class ForbiddenError extends Error {}

// Neither of the two: the conjunction is what the other spelling meant.
export function canDelete(user: User): boolean {
  if (user.role !== 'admin' && user.role !== 'moderator') return false;
  return true;
}

// Two subjects may differ independently.
export function canSwap(left: User, right: User): boolean {
  if (left.role !== 'admin' || right.role !== 'moderator') return false;
  return true;
}

// Each call takes the next word, so both tests can hold.
export function isScopeAllowed(queue: Queue): boolean {
  if (queue.next() === 'docs' && queue.next() === 'write') return true;
  return false;
}

// The parentheses make the negation ask about the key.
export function hasEditorRole(user: User): boolean {
  if (!('editor' in user.roles)) return false;
  return user.roles.editor === true;
}

// The assignment in the test keeps what was found, and the extra parentheses say so.
export function isTeamAdmin(user: User, team: User[]): boolean {
  let member: User | undefined;
  if ((member = team.find(other => other.id === user.id))) {
    return member.role === 'admin';
  }
  return false;
}

// A switch that is set in the source, not a slip.
export function canEnter(user: User): boolean {
  if (ALLOW_GUESTS && user.role === 'guest') return true;
  return user.role === 'member';
}

// The loop ends by its returns.
export function ownsFolder(user: User, start: Folder): boolean {
  let folder = start;
  while (true) {
    if (folder.ownerId === user.id) return true;
    if (!folder.parent) return false;
    folder = folder.parent;
  }
}

// A range, the right way round.
export function hasMiddleLevel(user: User): boolean {
  if (user.level > 3 && user.level < 5) return true;
  return user.role === 'admin';
}

// The cases carry the tests.
export function canComment(user: User, doc: Doc): boolean {
  switch (true) {
    case user.suspended:
      return false;
    case user.role === 'admin':
      return true;
    default:
      return doc.ownerId === user.id;
  }
}

// The default is a text, and the whole is compared.
export function assertOpen(user: User, doc: Doc): void {
  if ((doc.visibility || 'private') !== 'public' && doc.ownerId !== user.id) {
    throw new ForbiddenError('this document is private');
  }
}
