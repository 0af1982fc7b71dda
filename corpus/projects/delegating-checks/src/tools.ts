import engine from './engine';

// decides: delegated always
export function decideTool(user: { roles: string[] }, tool: string): 'allow' | 'deny' | 'ask' {
  return engine.decide(user, `tool:${tool}`); // calls: src/engine.ts#Engine.decide returned
}

export async function run(user: { roles: string[] }, tool: { name: string; start(): void }) {
  const decision = decideTool(user, tool.name); // calls: src/tools.ts#decideTool compared 'deny', compared 'ask'
  if (decision === 'deny') return 'refused';
  if (decision === 'ask' && !(await confirm(tool.name))) return 'refused';
  tool.start();
  return 'started';
}
