// Comparisons that say that there is something, and checks that are left out.

interface Grant { user: 'none' | 'read' | 'write'; project: 'none' | 'read' | 'write' }
interface User { id: string; active: boolean }

export function hasMemoryAccess(grant: Grant): boolean {
  return grant.user !== 'none' || grant.project !== 'none';
}

type Access = (user: User) => Promise<boolean>;

// Whoever leaves the check out has decided that everybody who is signed in may.
export async function executeAccess(user: User | undefined, access?: Access): Promise<boolean> {
  if (access) return await access(user as User);
  if (user) return true;
  throw new Error('forbidden');
}
