// Permission callbacks, hooks and approval predicates of agent tools.

import { query, type CanUseTool, type HookCallback } from '@anthropic-ai/claude-agent-sdk';
import { tool } from 'ai';
import type { Session } from 'electron';

interface Order { cents: number }

declare const options: { prompt: string };
declare const readers: Set<string>;

// decides: allow when readers.has(name)
// decides: deny otherwise
export const allowReaders: CanUseTool = async (name, input) => {
  if (!readers.has(name)) return { behavior: 'deny', message: 'only readers' };
  return { behavior: 'allow', updatedInput: input };
};

export const answers = () => query({
  ...options,
  // decides: deny when name === 'Bash'
  // decides: allow otherwise
  canUseTool: async (name: string, input: object) => {
    if (name === 'Bash') return { behavior: 'deny', message: 'no shell' };
    return { behavior: 'allow', updatedInput: input };
  },
});

export function hooks(): HookCallback {
  // A hook without a decision has no opinion.
  // decides: deny when input.tool_name === 'Bash'
  // decides: not-applicable otherwise
  return async input => {
    if (input.tool_name === 'Bash') {
      return { hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny' } };
    }
    return {};
  };
}

// decides: nothing
export const logUse: HookCallback = async input => {
  console.log(input.tool_name);
  return {};
};

export const refund = () => tool({
  // decides: ask when order.cents > 5000
  // decides: allow otherwise
  needsApproval: (order: Order) => order.cents > 5000,
});

export function install(session: Session): void {
  session.setPermissionRequestHandler(
    // decides: allow when permission === 'notifications'
    // decides: deny otherwise
    (contents, permission, callback) => {
      callback(permission === 'notifications');
    },
  );
  session.setPermissionCheckHandler(
    // decides: allow when permission === 'clipboard-read'
    // decides: deny otherwise
    (contents, permission) => permission === 'clipboard-read',
  );
}
