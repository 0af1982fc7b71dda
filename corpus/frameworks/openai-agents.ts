// OpenAI Agents: a truthy `needsApproval` asks, a truthy tripwire denies.

import { defineInputGuardrail, tool, shellTool } from '@openai/agents';

interface Order { cents: number }
interface Context { user: { role: string } }

export const refund = tool({
  name: 'refund',
  // decides: ask when order.cents > 5000
  // decides: allow otherwise
  needsApproval: async (context: Context, order: Order) => order.cents > 5000,
});

export const shell = shellTool({
  // decides: allow when context.user.role === 'operator'
  // decides: deny otherwise
  onApproval: async (context: Context) => ({ approve: context.user.role === 'operator' }),
});

export const secrets = defineInputGuardrail({
  name: 'secrets',
  // decides: deny when input.includes('password')
  // decides: allow otherwise
  execute: async ({ input }: { input: string }) => ({ tripwireTriggered: input.includes('password') }),
});
