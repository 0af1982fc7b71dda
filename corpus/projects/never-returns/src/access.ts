import { forbid } from './errors';

// decides: deny when user.role !== 'owner'
// decides: allow otherwise
export function assertAccess(user: { role: string }): boolean {
  if (user.role !== 'owner') forbid('owners only');
  return true;
}
