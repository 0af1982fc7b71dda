import { ALLOW_UNKNOWN, ROLES } from './levels';

// decides: allow when user.role === 'writer'
// decides: deny otherwise
export function canWrite(user: { role: string }): boolean {
  return user.role === ROLES.writer;
}

export function canRead(user: { role: string; plan: string }): boolean {
  if (user.role === ROLES.guest) return false;
  return ALLOW_UNKNOWN; // expect: default-allow
}
