import { isRole, RANK } from './ranks';

// Only roles that are known have a rank.
export function canAccess(user: { role: string }, needed: 'guest' | 'member' | 'admin'): boolean {
  if (!isRole(user.role)) return false;
  return RANK[user.role] >= RANK[needed];
}
