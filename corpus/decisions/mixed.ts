// A decision joined with something else: what to confirm or `false`, why not or nothing, a response or nothing, the part of a list.

interface User { id: string; role: string; banned: boolean }
interface Note { id: string; ownerId: string }
interface ConfirmationDetails { title: string; command: string }
interface Post { authorId: string }

declare const trustedCommands: Set<string>;

// decides: allow when trustedCommands.has(command)
// decides: ask otherwise
export async function shouldConfirmCommand(command: string): Promise<ConfirmationDetails | false> {
  if (trustedCommands.has(command)) return false;
  return { title: 'Run it?', command };
}

// decides: deny when user.banned
// decides: allow otherwise
export function checkPostPermission(user: User): string | null {
  if (user.banned) return 'you may not post here';
  return null;
}

// decides: deny when user.role !== 'admin'
// decides: allow otherwise
export function rejectNonAdmins(user: User): Response | undefined {
  if (user.role !== 'admin') return new Response('forbidden', { status: 403 });
  return undefined;
}

// decides: allow when user.role === 'admin'
// decides: deny otherwise
export function filterPermittedNotes(user: User, notes: Note[]): Note[] {
  if (user.role === 'admin') return notes;
  return [];
}

// The look-alikes: a text to show, an answer with data, a list made smaller.

// decides: nothing
export function describePost(post: Post | undefined): string | null {
  if (!post) return null;
  return `written by ${post.authorId}`;
}

// decides: nothing
export function cachedAnswer(key: string, cache: Map<string, Response>): Response | undefined {
  return cache.get(key);
}

// decides: nothing
export function filterRecent(notes: Note[]): Note[] {
  return notes.slice(0, 10);
}

// decides: nothing
export function draftDetails(title: string): { title: string } | false {
  if (title === '') return false;
  return { title };
}
