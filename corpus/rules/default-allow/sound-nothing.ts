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

interface Delegated { resourceScope?: { credentialId: string } }

// Two missing things are equal: that is another matter.
export function isCredentialInScope(principal: Delegated, context: { credentialId: string }): boolean {
  return principal.resourceScope?.credentialId === context.credentialId;
}

declare function resolveSectionAccess(options: { section: string; isMember: boolean }): string;
declare function membershipOf(userId: string): Promise<{ isMember: boolean }>;

// What another check answers is its own: everything but `unavailable` may be a yes.
export async function canOpenSection(userId: string, section: string): Promise<boolean> {
  const access = await membershipOf(userId);
  return resolveSectionAccess({ section, isMember: access.isMember }) !== 'unavailable';
}
