import { Denied, ensureAccess } from './checks';

export async function canOpen(user: { id: string }, doc: { ownerId: string }): Promise<boolean> {
  try {
    await ensureAccess(user, doc); // calls: src/checks.ts#ensureAccess awaited dropped
    return true;
  } catch (error) {
    if (error instanceof Denied) return false;
    throw error;
  }
}
