// Server actions: what is checked, and what is acted on.
'use server';

declare const prisma: {
  membership: { findFirst(query: object): Promise<{ role: string } | null> };
  note: {
    delete(query: object): Promise<void>;
    update(query: object): Promise<void>;
    findUnique(query: object): Promise<{ id: string; teamId: string; text: string } | null>;
  };
  tag: { deleteMany(query: object): Promise<void> };
};
declare function getSession(): Promise<{ user: { id: string } }>;

class ForbiddenError extends Error {}
class NotFoundError extends Error {}

async function requireTeamMember(userId: string, teamId: string): Promise<void> {
  const membership = await prisma.membership.findFirst({ where: { userId, teamId } });
  if (!membership) {
    throw new ForbiddenError('not a member of the team');
  }
}

async function getTeamOfNote(noteId: string): Promise<string> {
  const note = await prisma.note.findUnique({ where: { id: noteId } });
  if (!note) {
    throw new NotFoundError('no such note');
  }
  return note.teamId;
}

async function removeNote(id: string): Promise<void> {
  await prisma.note.delete({ where: { id } });
}

// The team is the caller's own, the note is anybody's.
export async function deleteNote(teamId: string, noteId: string): Promise<void> {
  const session = await getSession();
  await requireTeamMember(session.user.id, teamId);
  await prisma.note.delete({ where: { id: noteId } }); // expect: mismatched-check
}

// The same through a function of the project.
export async function dropNote(teamId: string, noteId: string): Promise<void> {
  const session = await getSession();
  await requireTeamMember(session.user.id, teamId);
  await removeNote(noteId); // expect: mismatched-check
}

// What is read and given back counts, too.
export async function readNote(input: { teamId: string; noteId: string }) {
  const session = await getSession();
  await requireTeamMember(session.user.id, input.teamId);
  return prisma.note.findUnique({ where: { id: input.noteId } }); // expect: mismatched-check
}

// Selected by both.
export async function deleteNoteOfTeam(teamId: string, noteId: string): Promise<void> {
  const session = await getSession();
  await requireTeamMember(session.user.id, teamId);
  await prisma.note.delete({ where: { id: noteId, teamId } });
}

// What is checked is derived from what is used.
export async function deleteNoteById(noteId: string): Promise<void> {
  const session = await getSession();
  await requireTeamMember(session.user.id, await getTeamOfNote(noteId));
  await prisma.note.delete({ where: { id: noteId } });
}

// Found, compared with what was checked, then selected by itself.
export async function renameNote(teamId: string, noteId: string, text: string): Promise<void> {
  const session = await getSession();
  await requireTeamMember(session.user.id, teamId);
  const note = await prisma.note.findUnique({ where: { id: noteId } });
  if (!note || note.teamId !== teamId) {
    throw new NotFoundError('no such note');
  }
  await prisma.note.update({ where: { id: noteId }, data: { text } });
}

// Scoped find, null test, write by the bare id.
export async function archiveNote(teamId: string, noteId: string): Promise<void> {
  const session = await getSession();
  await requireTeamMember(session.user.id, teamId);
  const note = await prisma.note.findUnique({ where: { id: noteId, teamId } });
  if (!note) {
    throw new NotFoundError('no such note');
  }
  await prisma.note.update({ where: { id: noteId }, data: { archived: true } });
}

// A helper that gets both may tie them.
async function requireNoteInTeam(noteId: string, teamId: string): Promise<void> {
  if ((await getTeamOfNote(noteId)) !== teamId) {
    throw new ForbiddenError('not a note of the team');
  }
}

export async function clearNote(teamId: string, noteId: string): Promise<void> {
  const session = await getSession();
  await requireTeamMember(session.user.id, teamId);
  await requireNoteInTeam(noteId, teamId);
  await prisma.note.update({ where: { id: noteId }, data: { text: '' } });
}

// Limited to who asks.
export async function deleteOwnTags(teamId: string, tagId: string): Promise<void> {
  const session = await getSession();
  await requireTeamMember(session.user.id, teamId);
  await prisma.tag.deleteMany({ where: { id: tagId, ownerId: session.user.id } });
}
