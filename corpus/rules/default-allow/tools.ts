enum Decision { Allow = 'allow', Deny = 'deny', Ask = 'ask' }
type Verdict = 'allow' | 'deny' | 'ask';
interface ToolCall { tool: string; command: string; path: string; input: Record<string, unknown> }
interface Rule { tool: string; effect: string }
interface Session { mode: string; approvedTools: Set<string> }
type PermissionResult =
  | { behavior: 'allow'; updatedInput: Record<string, unknown> }
  | { behavior: 'deny'; message: string };

const DANGEROUS = new Set(['rm', 'dd', 'mkfs']);

// Three commands are refused and one asks: any other command line runs.
export function evaluateCommand(call: ToolCall): Verdict {
  if (DANGEROUS.has(call.command)) return 'deny';
  if (call.command === 'git push') return 'ask';
  return 'allow'; // expect: default-allow
}

// No rule matched, so nobody decided, and the tool runs.
export function resolveToolPermission(call: ToolCall, rules: Rule[]): Decision {
  for (const rule of rules) {
    if (rule.tool !== call.tool) continue;
    if (rule.effect === 'deny') return Decision.Deny;
    if (rule.effect === 'allow') return Decision.Allow;
    return Decision.Ask;
  }
  return Decision.Allow; // expect: default-allow
}

// A mode that is neither plan nor default runs every tool.
export async function canUseTool(call: ToolCall, session: Session): Promise<PermissionResult> {
  if (session.mode === 'plan') {
    return { behavior: 'deny', message: 'plan mode runs no tools' };
  }
  if (session.mode === 'default' && !session.approvedTools.has(call.tool)) {
    return { behavior: 'deny', message: `${call.tool} was not approved` };
  }
  return { behavior: 'allow', updatedInput: call.input }; // expect: default-allow
}

// A path that is none of the two named ones may be written, wherever it lies.
export function isPathAllowed(path: string): boolean {
  return path !== '/etc/passwd' && path !== '/etc/shadow'; // expect: default-allow
}
