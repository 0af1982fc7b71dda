import { administers, isBlocked } from './rights';

interface User { id: string; role: string; state: string }
interface Doc { ownerId: string; locked: boolean }

// The answer of a check that allows is evidence, whatever its name.
export function canEdit(user: User, doc: Doc): boolean {
  if (doc.locked) return false;
  return administers(user, 'editor');
}

// Not to be on a list of refusals grants nothing.
export function canPost(user: User): boolean {
  if (isBlocked(user)) return false;
  return true; // expect: default-allow
}
