import { ensureAccess } from './checks';

export async function canOpen(user: { id: string; role: string }, doc: { ownerId: string }): Promise<boolean> {
  try {
    // calls: src/checks.ts#ensureAccess awaited dropped
    if (user.role !== 'admin') await ensureAccess(user, doc);
    return user.role === 'admin' || user.id === doc.ownerId;
  } catch (error) {
    console.error(error);
    return true; // expect: fail-open-error
  }
}
