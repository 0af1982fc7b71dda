import { checkTool } from './policy';

export function start(user: { trusted: string[]; role: string }, tool: { name: string; run(): void }) {
  const answer = checkTool(user, tool.name);
  if (answer === 'deny') return; // expect: partial-decision
  tool.run();
}
