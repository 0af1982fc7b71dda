type Verdict = 'allow' | 'deny' | 'ask';
interface ToolCall { tool: string; command: string; path: string }
interface HookResult { decision: 'deny' | 'ask'; reason: string }
interface Session { approvedTools: Set<string>; mode: 'plan' | 'default' | 'auto' }

const RANK: Record<Verdict, number> = { allow: 0, ask: 1, deny: 2 };
const READ_ONLY = new Set(['ls', 'cat', 'pwd']);
const WRITE_TOOLS = new Set(['edit_file', 'write_file']);
const ROOTS = ['/workspace', '/tmp/session'];

declare function evaluateSegment(segment: string): Verdict;

// What is not known asks a person.
export function evaluateCommand(call: ToolCall): Verdict {
  if (call.command === 'shutdown') return 'deny';
  if (READ_ONLY.has(call.command)) return 'allow';
  return 'ask';
}

// Each segment can only make the answer stricter, and no segment at all asks.
export function evaluateSegments(segments: string[]): Verdict {
  if (segments.length === 0) return 'ask';
  let verdict: Verdict = 'allow';
  for (const segment of segments) {
    const next = evaluateSegment(segment);
    if (RANK[next] > RANK[verdict]) verdict = next;
  }
  return verdict;
}

// A hook that has no opinion lets the policy behind it decide.
export function beforeTool(call: ToolCall): HookResult | undefined {
  if (call.path === '/etc/shadow') {
    return { decision: 'deny', reason: 'a protected file' };
  }
  return undefined;
}

// The name asks: a true answer demands a person, and tools that only read need none.
export function needsApproval(call: ToolCall): boolean {
  return WRITE_TOOLS.has(call.tool);
}

// The path lies in one of the roots, or is one of them.
export function isPathAllowed(path: string): boolean {
  if (path.includes('..')) return false;
  return ROOTS.some(root => path === root || path.startsWith(`${root}/`));
}

// Approved in this session, or refused.
export function isToolAllowed(call: ToolCall, session: Session): boolean {
  if (session.mode === 'plan' && WRITE_TOOLS.has(call.tool)) return false;
  if (!session.approvedTools.has(call.tool)) return false;
  return true;
}

// A closed set of modes, each with its own answer.
export function resolveMode(session: Session): Verdict {
  switch (session.mode) {
    case 'plan':
      return 'deny';
    case 'default':
      return 'ask';
    case 'auto':
      return 'allow';
  }
}
