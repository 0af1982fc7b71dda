// Denials in variables that are replaced before anyone tests them.

interface User { banned: boolean; plan: string; isAdmin: boolean }
interface Rule { tool: string; effect: 'allow' | 'deny' }
type Decision = 'allow' | 'deny' | 'ask';

declare const hookSays: Decision;

export function canPost(user: User): boolean {
  let allowed = false;
  if (user.plan === 'free') allowed = true;
  if (user.banned) allowed = false;
  if (user.plan === 'pro') allowed = true; // expect: overwritten-deny
  return allowed;
}

export function decide(tool: string, blocked: string[]): Decision {
  let decision: Decision = 'ask';
  if (blocked.includes(tool)) decision = 'deny';
  if (hookSays === 'ask') decision = 'ask'; // expect: overwritten-deny
  return decision;
}

export function isToolAllowed(rules: Rule[], tool: string): boolean {
  let allowed = false;
  for (const rule of rules) { // expect: overwritten-deny
    if (rule.tool !== tool) continue;
    if (rule.effect === 'deny') allowed = false;
    else allowed = true;
  }
  return allowed;
}
