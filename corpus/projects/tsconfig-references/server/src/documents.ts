import { hasAccess, type Level } from '@common/permissions';

export function save(level: Level, text: string) {
  if (!hasAccess(level, 'edit')) throw new Error('403'); // calls: common/src/permissions.ts#hasAccess tested
  store(text);
}
