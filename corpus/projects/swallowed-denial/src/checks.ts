export class Denied extends Error {}

export async function ensureAccess(user: { id: string }, doc: { ownerId: string }): Promise<void> {
  if (doc.ownerId !== user.id) throw new Denied();
}
