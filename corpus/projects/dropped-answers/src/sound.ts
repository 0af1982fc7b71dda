import { assertCanErase, canErase } from './permissions';

export function erase(user: { role: string }, disk: { blocks: number[] }) {
  assertCanErase(user); // calls: src/permissions.ts#assertCanErase dropped
  disk.blocks = [];
}

export function button(user: { role: string }) {
  return { label: 'erase', enabled: canErase(user) }; // calls: src/permissions.ts#canErase stored
}
