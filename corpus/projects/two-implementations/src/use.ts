import type { Access } from './access';
import { StrictAccess } from './classes';
import { looseAccess } from './objects';

export function remove(access: Access, user: { role: string }) {
  if (!access.isAllowed(user)) throw new Error('forbidden'); // calls: unresolved:implementations tested
  if (!new StrictAccess().isAllowed(user)) throw new Error('forbidden'); // calls: src/classes.ts#StrictAccess.isAllowed tested
  if (!looseAccess.isAllowed(user)) throw new Error('forbidden'); // calls: src/objects.ts#looseAccess.isAllowed tested
}
