// Functions that put a decision together as data, and answers of payments.

import { PolicyDecision } from './policy';

interface PolicyRule { toolName: string; decision: PolicyDecision; priority: number }

const PRIORITY = 10;

export function generateAllowRules(toolName: string): PolicyRule {
  return { toolName: `mcp_${toolName}`, decision: PolicyDecision.ALLOW, priority: PRIORITY };
}

export async function authorizePayment(_: unknown): Promise<{ status: 'authorized' | 'denied'; data: object }> {
  return { data: {}, status: 'authorized' };
}
