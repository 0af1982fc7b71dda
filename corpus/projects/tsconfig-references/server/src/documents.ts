import { hasAccess, type Level } from '@shared/permissions';

export function save(level: Level, text: string) {
  if (!hasAccess(level, 'edit')) throw new Error('403'); // calls: shared/src/permissions.ts#hasAccess tested
  store(text);
}
