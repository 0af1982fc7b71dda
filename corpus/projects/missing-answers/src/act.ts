import { decideAccess, decidePermission } from './decide';

interface User { role: string }
declare function remove(id: string): void;

export function removeUnlessDenied(user: User, id: string) {
  if (decideAccess(user) === 'deny') {
    throw new Error('access denied');
  }
  remove(id);
}

export function removeIfAllowed(user: User, id: string) {
  if (decidePermission(user) !== 'allow') {
    throw new Error('access denied');
  }
  remove(id);
}
