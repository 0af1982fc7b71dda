// AI SDK: nothing, and a falsy answer, run the call unasked.

import { generateText, tool } from 'ai';

interface Transfer { cents: number; to: string }

declare const known: Set<string>;
declare const frozen: Set<string>;

export const transfer = tool({
  // decides: ask when input.cents > 1000
  // decides: allow otherwise
  // default: allow
  needsApproval: (input: Transfer) => input.cents > 1000,
});

export const pay = (input: Transfer) => generateText({
  toolApproval: {
    // decides: deny when frozen.has(input.to)
    // decides: ask when !frozen.has(input.to) && !known.has(input.to)
    // decides: allow otherwise
    transfer: (input: Transfer) => {
      if (frozen.has(input.to)) return { type: 'denied', reason: 'frozen' };
      if (!known.has(input.to)) return 'user-approval';
      return 'approved';
    },
    // Nothing lets through.
    // decides: deny when frozen.has(input.to)
    // decides: allow otherwise
    // default: allow
    refund: (input: Transfer) => {
      if (frozen.has(input.to)) return 'denied';
    }, // expect: default-allow
  },
});
