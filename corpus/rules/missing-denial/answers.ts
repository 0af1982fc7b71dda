// Functions that answer on some paths and just end on others.

interface User { id: string; role: string; permissions: string[]; suspended: boolean }
interface Doc { id: string; ownerId: string; locked: boolean }
interface ToolCall { tool: string; readOnly: boolean; writes: boolean }
interface Session { mode: string; trusted: boolean; approvedTools: Set<string> }

// Says yes to admins and never says no to anybody.
export function canDelete(user: User) {
  if (user.role === 'admin') {
    return true;
  }
} // expect: missing-denial

// A ladder of yeses without a last else: the answer for everybody else was forgotten.
export function checkAccess(user: User, doc: Doc) {
  if (user.role === 'admin') {
    return { allowed: true };
  } else if (doc.ownerId === user.id) {
    return { allowed: true };
  }
} // expect: missing-denial

// Some are refused and some allowed; who is neither gets no answer, which callers read as no.
export function hasExportPermission(user: User): boolean | undefined {
  if (user.permissions.includes('export')) return true;
  if (user.suspended) return false;
} // expect: missing-denial note

// A role without a case gets no answer, which callers read as no.
export function canComment(user: User) {
  switch (user.role) {
    case 'admin':
    case 'editor':
      return true;
    case 'guest':
      return false;
  }
} // expect: missing-denial note

// No answer means that no approval is asked for: a tool that neither reads nor writes runs unseen.
export function needsApproval(call: ToolCall, session: Session) {
  if (session.mode === 'auto') return false;
  if (call.readOnly) return false;
  if (call.writes) return true;
} // expect: missing-denial

// A trusted session with an unapproved tool ends without an answer.
export function decideTool(call: ToolCall, session: Session) {
  if (!session.trusted) {
    return { behavior: 'deny', message: 'this session is not trusted' };
  }
  if (session.approvedTools.has(call.tool)) {
    return { behavior: 'allow', message: '' };
  }
} // expect: missing-denial note
