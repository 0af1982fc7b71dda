import { ForbiddenError } from './errors';

interface User { id: string; role: 'admin' | 'editor' | 'guest'; teamIds: string[] }
interface Note { id: string; ownerId: string; teamId: string; text: string }

function canEdit(user: User, note: Note): boolean {
  return user.role === 'admin' || note.ownerId === user.id;
}

async function isMember(user: User, teamId: string): Promise<boolean> {
  const team = await teams.findOne(teamId);
  return team.memberIds.includes(user.id);
}

function decideAccess(user: User): 'allow' | 'deny' {
  return user.role === 'admin' ? 'allow' : 'deny';
}

function checkUploadPermission(user: User): { allowed: boolean; reason?: string } {
  if (user.role === 'admin') return { allowed: true };
  return { allowed: false, reason: 'admins only' };
}

/** A statement: the note is renamed whoever asks. */
export function rename(user: User, note: Note, text: string): Note {
  canEdit(user, note); // expect: unenforced-check
  return { ...note, text };
}

/** Awaited, and dropped all the same. */
export async function invite(user: User, teamId: string, guest: string): Promise<void> {
  await isMember(user, teamId); // expect: unenforced-check
  await invitations.create({ teamId, guest });
}

/** Kept in a variable that nobody looks at. */
export function remove(user: User, note: Note): string {
  const allowed = canEdit(user, note); // expect: unenforced-check
  return drop(note.id);
}

/** The word it decides by is dropped. */
export function open(user: User, note: Note): string {
  decideAccess(user); // expect: unenforced-check
  return note.text;
}

/** The object it decides by is dropped. */
export function upload(user: User, note: Note): string {
  checkUploadPermission(user); // expect: unenforced-check
  return store(note);
}

/** A method of the class is asked, and nobody reads its answer. */
export class Notes {
  private canDelete(user: User, note: Note): boolean {
    return user.role === 'admin' && user.teamIds.includes(note.teamId);
  }

  delete(user: User, note: Note): string {
    this.canDelete(user, note); // expect: unenforced-check
    return drop(note.id);
  }
}

/** One way through tests the answer, the other only asks. */
export function move(user: User, note: Note, teamId: string): Note {
  if (teamId === note.teamId) {
    canEdit(user, note); // expect: unenforced-check
  } else if (!canEdit(user, note)) {
    throw new ForbiddenError('not yours');
  }
  return { ...note, teamId };
}
