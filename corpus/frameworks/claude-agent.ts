// Claude Agent SDK: a permission callback says `behavior`; a hook without a decision leaves it to the next stage.

import { query, type CanUseTool, type HookCallback } from '@anthropic-ai/claude-agent-sdk';

interface ToolUse { tool_name: string }

declare const harmless: Set<string>;

// decides: allow when harmless.has(tool)
// decides: deny otherwise
// default: deny
export const answer: CanUseTool = async (tool, input) => {
  if (harmless.has(tool)) return { behavior: 'allow', updatedInput: input };
  return { behavior: 'deny', message: 'not on the list' };
};

// decides: deny when use.tool_name === 'Bash'
// decides: ask when use.tool_name === 'Write'
// decides: not-applicable otherwise
// default: abstain
export const beforeTool: HookCallback = async use => {
  if (use.tool_name === 'Bash') return { hookSpecificOutput: { permissionDecision: 'deny' } };
  if (use.tool_name === 'Write') return { hookSpecificOutput: { permissionDecision: 'ask' } };
  return {};
};

export const run = (prompt: string) => query({
  prompt,
  options: {
    hooks: {
      PreToolUse: [{
        matcher: 'Bash',
        hooks: [
          // decides: deny when use.tool_name === 'Bash'
          // decides: not-applicable otherwise
          async (use: ToolUse) => {
            if (use.tool_name === 'Bash') return { hookSpecificOutput: { permissionDecision: 'deny' } };
            return {};
          },
          // decides: nothing
          async (use: ToolUse) => {
            console.log(use.tool_name);
            return {};
          },
        ],
      }],
    },
  },
});
