interface User { id: string; role: string }
interface Note { id: string; ownerId: string; text: string }

function canRead(user: User, note: Note): boolean {
  return user.role === 'admin' || note.ownerId === user.id;
}

/** What is left is returned. */
export function list(user: User, notes: Note[]): Note[] {
  return notes.filter((note) => canRead(user, note));
}

/** What is left is gone through. */
export function texts(user: User, notes: Note[]): string[] {
  const readable = notes.filter((note) => canRead(user, note));
  const found: string[] = [];
  for (const note of readable) found.push(note.text);
  return found;
}

/** What is left is counted by its index. */
export function count(user: User, notes: Note[]): number {
  const readable = notes.filter((note) => canRead(user, note));
  let length = 0;
  for (let i = 0; i < readable.length; i++) length += readable[i].text.length;
  return length;
}

/** The list is replaced by what is left. */
export function narrow(user: User, notes: Note[]): Note[] {
  let found = notes;
  found = found.filter((note) => canRead(user, note));
  return found;
}

/** A search, and no check. */
export function named(notes: Note[], text: string): Note[] {
  notes.filter((note) => note.text.includes(text));
  return notes;
}
