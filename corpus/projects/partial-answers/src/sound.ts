import { checkTool } from './policy';

export async function start(user: { trusted: string[]; role: string }, tool: { name: string; run(): void }) {
  const answer = checkTool(user, tool.name);
  if (answer === 'deny') return;
  if (answer === 'ask' && !(await confirm(tool.name))) return;
  tool.run();
}
