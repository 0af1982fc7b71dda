import type { Role, User } from './roles';

// All roles there are have their case: nothing is open.
// decides: allow when user.role !== 'viewer'
// decides: deny otherwise
export function canEdit(user: User): boolean {
  switch (user.role) {
    case 'owner':
    case 'editor':
      return true;
    case 'viewer':
      return false;
  }
}

// The typo rules the denial out.
export function canView(role: Role): boolean {
  if ((role as Role) === 'viewr') return false; // expect: unreachable-deny
  return role === 'editor' || role === 'owner';
}
