import { OPEN_BY_DEFAULT, STAFF } from '~config';

export interface Caller {
  role: string;
  banned: boolean;
}

// decides: allow when caller.role === 'admin' || caller.role === 'support'
// decides: deny otherwise
export function canModerate(caller: Caller): boolean {
  return STAFF.includes(caller.role);
}

export function canEnter(caller: Caller): boolean {
  if (caller.banned) return false;
  return OPEN_BY_DEFAULT; // expect: default-allow
}
