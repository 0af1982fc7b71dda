export type Answer = 'allow' | 'deny' | 'ask';

export function checkTool(user: { trusted: string[]; role: string }, tool: string): Answer {
  if (user.role === 'guest') return 'deny';
  return user.trusted.includes(tool) ? 'allow' : 'ask';
}
