// The spellings of an answer: literals, enums, objects, spread objects, inverted predicates, abstaining hooks.

type Verdict = 'allow' | 'deny' | 'ask';
enum Decision { Allow = 'allow', Deny = 'deny', Ask = 'ask' }
type PermissionResult =
  | { behavior: 'allow'; updatedInput: Record<string, unknown> }
  | { behavior: 'deny'; message: string };
interface AccessResult { allowed: boolean; reason?: string }
interface Outcome { decision: Decision; reason?: string }
interface HookResult { decision: 'deny' | 'ask'; reason: string }
interface ToolCall { tool: string; command: string; path: string; input: Record<string, unknown> }
interface Session { mode: 'plan' | 'auto' | 'default'; trusted: boolean; approvedTools: Set<string> }
interface User { id: string; role: string; banned: boolean }

const BLOCKED_COMMANDS = ['mkfs', 'shutdown'];
const WRITE_TOOLS = new Set(['edit_file', 'write_file']);

// decides: deny when session.mode === 'plan' && WRITE_TOOLS.has(call.tool)
// decides: allow when !(session.mode === 'plan' && WRITE_TOOLS.has(call.tool)) && session.approvedTools.has(call.tool)
// decides: ask otherwise
// default: ask
export function decideToolCall(call: ToolCall, session: Session): Verdict {
  if (session.mode === 'plan' && WRITE_TOOLS.has(call.tool)) return 'deny';
  if (session.approvedTools.has(call.tool)) return 'allow';
  return 'ask';
}

// decides: deny when call.command === 'mkfs' || call.command === 'shutdown'
// decides: allow when !BLOCKED_COMMANDS.includes(call.command) && session.trusted && session.mode === 'auto'
// decides: ask otherwise
// default: ask
export function evaluateCommand(call: ToolCall, session: Session): Decision {
  if (BLOCKED_COMMANDS.includes(call.command)) {
    return Decision.Deny;
  }
  return session.trusted && session.mode === 'auto' ? Decision.Allow : Decision.Ask;
}

// decides: allow when user.role === 'admin' && !user.banned
// decides: deny otherwise
// default: deny
export function checkAdminAccess(user: User): AccessResult {
  if (user.banned) {
    return { allowed: false, reason: 'this account is banned' };
  }
  const allowed = user.role === 'admin';
  return { allowed, reason: allowed ? undefined : 'admins only' };
}

// decides: allow when session.approvedTools.has(call.tool)
// decides: deny otherwise
export async function canUseTool(call: ToolCall, session: Session): Promise<PermissionResult> {
  if (!session.approvedTools.has(call.tool)) {
    return { behavior: 'deny', message: `${call.tool} was not approved` };
  }
  return { behavior: 'allow', updatedInput: call.input };
}

// decides: ask when session.mode === 'default'
// decides: allow when session.mode === 'auto' && session.trusted
// decides: deny otherwise
export function resolvePermission(session: Session): Outcome {
  switch (session.mode) {
    case 'default':
      return { decision: Decision.Ask };
    case 'auto':
      return { decision: session.trusted ? Decision.Allow : Decision.Deny };
    case 'plan':
      return { decision: Decision.Deny, reason: 'plan mode runs no tools' };
  }
}

// decides: allow when user.role === 'owner'
// decides: deny otherwise
export function checkOwnerAccess(user: User): AccessResult {
  const refused: AccessResult = { allowed: false, reason: 'owners only' };
  if (user.role === 'owner') {
    return { ...refused, allowed: true, reason: undefined };
  }
  return { ...refused };
}

// decides: deny when command === 'mkfs' || command === 'shutdown'
// decides: allow otherwise
// default: allow
export function isCommandBlocked(command: string): boolean {
  return BLOCKED_COMMANDS.includes(command);
}

// decides: deny when user.banned || user.role === 'guest'
// decides: allow otherwise
// default: allow
export function isAccessDenied(user: User): boolean {
  if (user.banned) return true;
  return user.role === 'guest';
}

// decides: ask when WRITE_TOOLS.has(call.tool) && !session.trusted
// decides: allow otherwise
// default: allow
export function needsApproval(call: ToolCall, session: Session): boolean {
  if (session.trusted) return false;
  return WRITE_TOOLS.has(call.tool);
}

// decides: allow when session.mode === 'auto' && !WRITE_TOOLS.has(call.tool)
// decides: ask otherwise
// default: ask
export function requiresConfirmation(call: ToolCall, session: Session): boolean {
  return session.mode !== 'auto' || WRITE_TOOLS.has(call.tool);
}

// decides: deny when call.path === '/etc/passwd'
// decides: ask when WRITE_TOOLS.has(call.tool) && call.path !== '/etc/passwd'
// decides: not-applicable otherwise
// default: abstain
export function beforeToolPermission(call: ToolCall): HookResult | undefined {
  if (call.path === '/etc/passwd') {
    return { decision: 'deny', reason: 'a protected file' };
  }
  if (WRITE_TOOLS.has(call.tool)) {
    return { decision: 'ask', reason: 'this tool changes files' };
  }
  return undefined;
}

// decides: allow when docPermissions[slug]?.update
// decides: deny otherwise
export const hasSavePermission = (slug: string, docPermissions: Record<string, { update?: boolean }>) => {
  return Boolean(docPermissions[slug]?.update);
};

declare const tokens: { verify(token: string): { active: boolean; sub: string } };

// decides: allow when tokens.verify(token).active
// decides: deny otherwise
export function authenticateAuthToken(token: string): { ok: boolean; user?: string } {
  const authToken = tokens.verify(token);
  if (!authToken.active) return { ok: false };
  return { ok: true, user: authToken.sub };
}
