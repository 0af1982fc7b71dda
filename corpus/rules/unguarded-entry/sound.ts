// Actions that ask, each in a way of its own, or give away nothing.
'use server';

declare const prisma: {
  note: { delete(query: object): Promise<void>; findMany(query: object): Promise<object[]>; count(): Promise<number> };
  vote: { create(query: object): Promise<void> };
};
declare function auth(): Promise<{ user: { id: string } } | null>;
declare function withOwner<T>(work: (ownerId: string) => Promise<T>): Promise<T>;
declare function checkNoteAccess(noteId: string): Promise<void>;

async function currentUserId(): Promise<string> {
  const session = await auth();
  if (!session) {
    throw new Error('not signed in');
  }
  return session.user.id;
}

export async function deleteNote(noteId: string): Promise<void> {
  const ownerId = await currentUserId();
  await prisma.note.delete({ where: { id: noteId, ownerId } });
}

// What is handed on may be where it is asked.
export async function removeNote(noteId: string): Promise<void> {
  await withOwner(async (ownerId) => prisma.note.delete({ where: { id: noteId, ownerId } }));
}

// Not resolved, and named like a guard.
export async function dropNote(noteId: string): Promise<void> {
  await checkNoteAccess(noteId);
  await prisma.note.delete({ where: { id: noteId } });
}

// The guard belongs to something that is named like what only tells.
declare const reports: { assertAccess(noteId: string): Promise<void> };

export async function eraseNote(noteId: string): Promise<void> {
  await reports.assertAccess(noteId);
  await prisma.note.delete({ where: { id: noteId } });
}

export async function countNotes(): Promise<number> {
  return prisma.note.count();
}

export async function publicVote(pollId: string): Promise<void> {
  await prisma.vote.create({ data: { pollId } });
}
