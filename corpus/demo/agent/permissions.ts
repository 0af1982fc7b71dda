import { evaluateCommand } from './commands';
import { canReadPath, canWritePath } from './paths';
import type { HookResult, PermissionResult, Session, ToolCall } from './types';

const READ_TOOLS = new Set(['read_file', 'list_files', 'search']);
const WRITE_TOOLS = new Set(['edit_file', 'write_file']);

/** Decides a tool call without asking; whatever is not settled here goes to the prompt. */
export async function canUseTool(call: ToolCall, session: Session): Promise<PermissionResult> {
  if (READ_TOOLS.has(call.tool)) {
    if (canReadPath(call.path, session)) {
      return { behavior: 'allow', updatedInput: call.input };
    }
    return { behavior: 'deny', message: `${call.path} is outside the workspace` };
  }
  if (WRITE_TOOLS.has(call.tool)) {
    if (canWritePath(call.path, session) && session.approvedTools.has(call.tool)) {
      return { behavior: 'allow', updatedInput: call.input };
    }
    return { behavior: 'deny', message: `${call.tool} was not approved` };
  }
  if (call.tool === 'shell' && evaluateCommand(call.command, session) === 'allow') {
    return { behavior: 'allow', updatedInput: call.input };
  }
  return { behavior: 'deny', message: `${call.tool} is not permitted` };
}

/** Tools of connected servers: allowed once the person has approved them in this session. */
export async function canUseServerTool(call: ToolCall, session: Session): Promise<PermissionResult> { // expect: always-allow
  if (session.approvedTools.has(call.tool)) {
    return { behavior: 'allow', updatedInput: call.input };
  }
  return { behavior: 'allow', updatedInput: { ...call.input, firstUse: true } };
}

/** Whether the prompt is shown before a tool runs. */
export function needsApproval(call: ToolCall, session: Session): boolean | undefined {
  if (READ_TOOLS.has(call.tool)) return false;
  if (session.mode === 'default') return !session.approvedTools.has(call.tool);
  if (session.mode === 'plan') return true;
  if (session.trusted) return false;
} // expect: missing-denial

/** Runs in front of every tool; it only speaks up about secrets. */
export function beforeTool(call: ToolCall): HookResult | undefined {
  if (call.path.endsWith('/.env')) {
    return { decision: 'deny', reason: 'environment files stay private' };
  }
  if (call.tool === 'fetch') {
    return { decision: 'ask', reason: 'the agent wants to reach the network' };
  }
  return undefined;
}
