import { deny } from './deny';

// decides: allow when user.role === 'admin' || user.role === 'owner'
// decides: deny otherwise
export function checkAccess(user: { role: string }): boolean {
  switch (user.role) {
    case 'admin':
    case 'owner':
      return true;
    default:
      deny();
  }
}
