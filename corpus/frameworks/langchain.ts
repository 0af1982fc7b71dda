// LangChain: a call is interrupted where `when` is true.

import { humanInTheLoopMiddleware } from 'langchain';

interface Call { toolCall: { args: { path: string } } }

export const review = humanInTheLoopMiddleware({
  interruptOn: {
    write: {
      allowedDecisions: ['approve', 'reject'],
      // decides: ask when call.toolCall.args.path.startsWith('/etc')
      // decides: allow otherwise
      // default: allow
      when: (call: Call) => call.toolCall.args.path.startsWith('/etc'),
    },
  },
});
