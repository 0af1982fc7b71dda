interface User { id: string; role: string; level: number; suspended: boolean; isOwner: boolean; roles: Record<string, boolean> }
interface Doc { ownerId: string; locked: boolean; visibility: string }
interface ToolCall { tool: string; command: string }
interface Session { mode: string; trusted: boolean }

class ForbiddenError extends Error {}

// No role is both, so the test always holds and only owners ever pass.
export function canDelete(user: User): boolean {
  if (user.isOwner) return true;
  if (user.role !== 'admin' || user.role !== 'moderator') { // expect: constant-condition
    return false;
  }
  return true;
}

// A text is truthy: the second half lets everybody in who is not suspended.
export function canEdit(user: User): boolean {
  if (user.suspended) return false;
  if (user.role === 'admin' || 'editor') { // expect: constant-condition
    return true;
  }
  return false;
}

// One role can't equal two texts, so nobody but the owner is let in.
export function canModerate(user: User, doc: Doc): boolean {
  if (user.role === 'admin' && user.role === 'moderator') { // expect: constant-condition
    return true;
  }
  return doc.ownerId === user.id;
}

// The negation binds to the text, and `false in user.roles` asks for a key called `false`.
export function hasEditorRole(user: User): boolean {
  if (user.suspended) return false;
  if (!'editor' in user.roles) { // expect: constant-condition
    return false;
  }
  return user.roles.editor === true;
}

// One equals sign makes an admin of everybody who asks.
export function hasAdminAccess(user: User, doc: Doc): boolean {
  if (doc.locked) return false;
  if (user.role = 'admin') { // expect: constant-condition
    return true;
  }
  return doc.ownerId === user.id;
}

// The negation makes a boolean of the role, and a boolean never equals a text: nobody is refused here.
export function assertAdmin(user: User): void {
  if (user.suspended) throw new ForbiddenError('suspended');
  if (!user.role === 'admin') { // expect: constant-condition
    throw new ForbiddenError('admins only');
  }
}

// A mode is always different from one of two texts, so every trusted session is refused.
export function decideCommand(call: ToolCall, session: Session): 'allow' | 'deny' | 'ask' {
  if (!session.trusted) return 'ask';
  if (session.mode !== 'auto' || session.mode !== 'edit') return 'deny'; // expect: constant-condition
  return call.command === 'git status' ? 'allow' : 'ask';
}

// No level is above five and below three.
export function isToolAllowed(user: User, call: ToolCall): boolean {
  if (user.level > 5 && user.level < 3) { // expect: constant-condition
    return false;
  }
  return user.level >= 3 && call.tool === 'read_file';
}

// The text after the bar is truthy, so the document counts as public for everybody.
export function checkReadAccess(user: User, doc: Doc): { allowed: boolean; reason?: string } {
  if (user.suspended) {
    return { allowed: false, reason: 'suspended' };
  }
  const open = doc.visibility === 'public' || 'unlisted'; // expect: constant-condition
  if (open) {
    return { allowed: true };
  }
  return { allowed: doc.ownerId === user.id };
}
