import { BLOCKED, READERS, WRITERS } from './roles';

// decides: allow when user.role === 'author' || user.role === 'editor'
// decides: deny otherwise
export function canWrite(user: { role: string }): boolean {
  return WRITERS.has(user.role);
}

// decides: allow when user.role === 'author' || user.role === 'editor' || user.role === 'subscriber'
// decides: deny otherwise
export function canRead(user: { role: string }): boolean {
  return READERS.includes(user.role);
}

export function canComment(user: { role: string }): boolean {
  if (BLOCKED.includes(user.role)) return false;
  return true; // expect: default-allow
}
