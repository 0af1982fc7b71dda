// Denials in variables that stay, or are meant to be replaced.

interface User { banned: boolean; plan: string; isAdmin: boolean }
interface Rule { tool: string; effect: 'allow' | 'deny' }
type Decision = 'allow' | 'deny' | 'ask';

declare const hookSays: Decision;

// Whatever comes later only makes it stricter.
export function canComment(user: User): boolean {
  let allowed = user.plan === 'pro';
  if (user.isAdmin) allowed = true;
  if (user.banned) allowed = false;
  return allowed;
}

// The denial is tested before the decision is raised again.
export function decideOnce(tool: string, blocked: string[]): Decision {
  let decision: Decision = 'ask';
  if (blocked.includes(tool)) decision = 'deny';
  if (hookSays === 'allow' && decision !== 'deny') decision = 'allow';
  return decision;
}

// The first denial leaves the loop.
export function isToolPermitted(rules: Rule[], tool: string): boolean {
  let allowed = false;
  for (const rule of rules) {
    if (rule.tool !== tool) continue;
    if (rule.effect === 'deny') {
      allowed = false;
      break;
    }
    allowed = true;
  }
  return allowed;
}

/** The last rule that matches wins. */
export function isToolGranted(rules: Rule[], tool: string): boolean {
  let allowed = false;
  for (const rule of rules) {
    if (rule.tool !== tool) continue;
    if (rule.effect === 'deny') allowed = false;
    else allowed = true;
  }
  return allowed;
}

// A denial to start with, given behind the declaration.
export function mayPublish(user: { isAdmin: boolean; banned: boolean }): boolean {
  let allowed: boolean;
  allowed = false;
  if (user.isAdmin) allowed = true;
  if (user.banned) allowed = false;
  return allowed;
}
