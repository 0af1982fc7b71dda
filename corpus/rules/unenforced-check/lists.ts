interface User { id: string; role: string }
interface Note { id: string; ownerId: string; text: string }

function canRead(user: User, note: Note): boolean {
  return user.role === 'admin' || note.ownerId === user.id;
}

/** `filter` leaves its list as it is. */
export async function list(user: User): Promise<Note[]> {
  const notes = await allNotes();
  notes.filter((note) => canRead(user, note)); // expect: unenforced-check
  return notes;
}

/** The filtered list has a name, and the other one is returned. */
export function search(user: User, notes: Note[], text: string): Note[] {
  const readable = notes.filter((note) => canRead(user, note)); // expect: unenforced-check
  return notes.filter((note) => note.text.includes(text));
}
