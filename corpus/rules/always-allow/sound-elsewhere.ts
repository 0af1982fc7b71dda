// Guards that refuse by other means than a throw of their own.

interface User { id: string; role: string }
declare function getMember(id: string): Promise<User>;
interface Reply { status(code: number): Reply; end(text: string): void }
interface Issues { addIssue(issue: { message: string }): void }
interface Grant { id: string; usedAt: number }
interface Grants { ofUser(userId: string): Promise<Grant[]>; revoke(id: string): Promise<void> }

// The refusal is an answer sent through the reply that was handed in.
export function enforceAdminAccess(req: { auth: { isAdmin: boolean } }, res: Reply, next: () => void) {
  if (!req.auth.isAdmin) {
    res.status(403);
    res.end('admins only');
    return;
  }
  next();
}

// It tells a collector of issues what is missing; the collector refuses the input.
export const requireScopeFields = (value: { scope: string; source?: string }, issues: Issues): void => {
  if (value.scope !== 'field') return;
  if (!value.source) {
    issues.addIssue({ message: 'a source is needed' });
  }
};

// It keeps a limit by taking grants away.
export const enforceGrantLimit = async (user: User, grants: Grants): Promise<void> => {
  const all = await grants.ofUser(user.id);
  if (all.length < 10) {
    return;
  }
  await grants.revoke(all[0].id);
};

// Looked up and dropped: the look-up is there to throw.
export async function requireMember(id: string) {
  await getMember(id);
}
