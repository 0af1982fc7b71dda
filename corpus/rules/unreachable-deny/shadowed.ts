type Role = 'admin' | 'editor' | 'viewer';
interface User { id: string; role: Role; level: number; suspended: boolean; scopes: string[] }
interface Doc { ownerId: string; locked: boolean; state: 'draft' | 'published' | 'archived' }
interface ToolCall { tool: string; command: string }
interface Session { mode: 'plan' | 'default' | 'auto'; trusted: boolean }

const MANAGER_ROLES = ['admin', 'owner'];

class ForbiddenError extends Error {}

// Editors have been let in above, so a locked document stops none of them.
export function canEdit(user: User, doc: Doc): boolean {
  if (user.role === 'admin' || user.role === 'editor') return true;
  if (user.role === 'editor' && doc.locked) return false; // expect: unreachable-deny
  return doc.ownerId === user.id;
}

// The owner is one of the managers that were let in, suspended or not.
export function canManage(role: string, suspended: boolean): boolean {
  if (MANAGER_ROLES.includes(role)) return true;
  if (role === 'owner' && suspended) {
    return false; // expect: unreachable-deny
  }
  return role === 'deputy';
}

// A level of three or more has passed the first test, so the shell is never refused.
export function decideTool(user: User, call: ToolCall): 'allow' | 'deny' | 'ask' {
  if (user.level >= 1) return 'allow';
  if (user.level >= 3 && call.tool === 'shell') return 'deny'; // expect: unreachable-deny
  if (call.tool === 'shell') return 'deny';
  return 'ask';
}

// The branch is about drafts: an archived document never gets here.
export function canDeleteDraft(user: User, doc: Doc): boolean {
  if (doc.state === 'draft') {
    if (doc.state === 'archived') {
      return false; // expect: unreachable-deny
    }
    return doc.ownerId === user.id;
  }
  return user.role === 'admin';
}

// The type knows no `'veiwer'`, so viewers take the way of everybody else.
export function canComment(user: User, doc: Doc): boolean {
  switch (user.role) {
    case 'admin':
      return true;
    case 'veiwer':
      return false; // expect: unreachable-deny
    default:
      return doc.ownerId === user.id;
  }
}

// The inner variable hides the outer one, which therefore stays false.
export function hasWriteScope(user: User): boolean {
  let revoked = false;
  for (const scope of user.scopes) {
    if (scope === 'revoked') {
      const revoked = true;
      console.warn('revoked', revoked);
    }
  }
  if (revoked) return false; // expect: unreachable-deny
  return user.scopes.includes('write');
}

// The second case of the same name is never taken.
export function isCommandAllowed(call: ToolCall, session: Session): boolean {
  switch (call.command) {
    case 'git status':
    case 'git push':
      return true;
    case 'rm':
      return false;
    case 'git push':
      return false; // expect: unreachable-deny
    default:
      return session.mode === 'auto';
  }
}

// Plan mode went the first way, so the refusal below waits for nobody.
export function resolveWrite(session: Session): { allowed: boolean; reason?: string } {
  if (session.mode !== 'auto') {
    return { allowed: session.trusted };
  }
  if (session.mode === 'plan') {
    return { allowed: false, reason: 'plan mode changes nothing' }; // expect: unreachable-deny
  }
  return { allowed: session.trusted };
}

// Who is suspended returned early, as if all were well; the throw comes too late.
export function assertCanPost(user: User): void {
  if (user.suspended || user.role === 'admin') return;
  if (user.suspended) {
    throw new ForbiddenError('suspended'); // expect: unreachable-deny
  }
  if (user.role !== 'editor') throw new ForbiddenError('editors only');
}
