// Mastra: a truthy answer asks; nothing runs the call unasked, and an error asks.

import { createTool } from '@mastra/core/tools';

interface Letter { to: string }

declare const colleagues: Set<string>;
declare function lookUp(address: string): Promise<{ internal: boolean }>;

export const send = createTool({
  id: 'send',
  // decides: ask when !colleagues.has(letter.to)
  // decides: allow otherwise
  requireApproval: (letter: Letter) => !colleagues.has(letter.to),
});

export const forward = createTool({
  id: 'forward',
  // decides: allow when letter.to !== '' && (await lookUp(letter.to)).internal
  // decides: ask otherwise
  requireApproval: async (letter: Letter) => {
    if (letter.to === '') throw new Error('nobody to send it to');
    return !(await lookUp(letter.to)).internal;
  },
});
