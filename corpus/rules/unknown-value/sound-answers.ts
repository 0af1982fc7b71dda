// Who may is named, or the key is one of the table's own.

interface User { id: string; role: string }

type Role = 'author' | 'editor';

const open = { author: true, editor: true };

const bare = { __proto__: null, author: true };

const allowedRoles = new Set(['author', 'editor']);

const levels = { author: 'open', editor: 'closed' };

export function canComment(user?: User): boolean {
  return user?.role === 'author' || user?.role === 'admin';
}

// Nobody may, and says so.
export function canPost(user?: User): boolean {
  if (!user) return false;
  return user.role === 'author';
}

// The type knows all answers.
export function isRunAllowed(decision: 'allow' | 'deny'): boolean {
  return decision !== 'deny';
}

// Falls back to who may least.
export function canAdminister(user: { role?: string }): boolean {
  const role = user.role ?? 'guest';
  return role === 'admin';
}

// What is missing is asked for on purpose, and the fallback is what it takes, not what somebody has.
export function hasRole(user: User, required?: string): boolean {
  return user.role === (required ?? 'admin');
}

export function isAllowedRole(role: Role): boolean {
  return open[role];
}

export function hasOwnRole(role: string): boolean {
  return Object.hasOwn(open, role) && !!open[role as Role];
}

export function hasBareRole(role: string): boolean {
  return !!bare[role as 'author'];
}

export function isAllowedSet(role: string): boolean {
  return allowedRoles.has(role);
}

// What `constructor` gives is not `true`, and no text.
export function isTrulyAllowed(role: string): boolean {
  return open[role as Role] === true;
}

export function hasAllowedLevel(role: string): boolean {
  return levels[role as Role] === 'open';
}
