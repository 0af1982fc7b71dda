interface User { id: string; role: string }
interface Doc { ownerId: string; locked: boolean }
interface HookResult { decision: 'deny' | 'ask'; reason: string }
interface ToolCall { tool: string; path: string }

class ForbiddenError extends Error {}

// The name says that nobody passes.
export function denyAll(user: User): boolean {
  return false;
}

// Access for nobody, by name.
export const nobody = (user: User): boolean => false;

// The null object that refuses.
export class DenyAllPolicy {
  // Constant by purpose.
  can(user: User, action: string): boolean {
    return false;
  }
}

// Always throws, and is no check.
export function forbid(reason: string): never {
  throw new ForbiddenError(reason);
}

// A person may still say yes.
export function decideShell(call: ToolCall): 'allow' | 'deny' | 'ask' {
  if (call.path === '/etc/shadow') return 'deny';
  return 'ask';
}

// A hook that only refuses leaves everything else to the policy.
export function beforeToolPermission(call: ToolCall): HookResult | undefined {
  if (call.path === '/etc/shadow') return { decision: 'deny', reason: 'a protected file' };
  return undefined;
}

// One person can pass.
export function canDestroy(user: User, doc: Doc): boolean {
  if (user.role !== 'root') return false;
  if (doc.locked) return false;
  return doc.ownerId === user.id;
}

// Asks every time, which is what its name promises.
export function requiresConfirmation(call: ToolCall): boolean {
  return true;
}

// The list may hold the right role.
export function isInvited(user: User, roles: string[]): boolean {
  for (const role of roles) {
    if (role === user.role) return true;
  }
  return false;
}
