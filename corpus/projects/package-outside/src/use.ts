import { readFileSync } from 'node:fs';
import { isAllowed } from 'acl-engine';
import { canGone } from './gone';

export function use(user: { role: string }, checkAccess: (user: { role: string }) => boolean) {
  if (!isAllowed(user)) throw new Error('403'); // calls: outside:acl-engine tested
  if (!canGone(user)) throw new Error('403'); // calls: unresolved:missing tested
  if (!checkAccess(user)) throw new Error('403'); // calls: unresolved:parameter tested
  return readFileSync('secret');
}
