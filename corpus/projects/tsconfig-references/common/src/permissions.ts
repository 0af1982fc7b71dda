export type Level = 'view' | 'comment' | 'edit';

export function hasAccess(level: Level, needed: Level): boolean {
  switch (needed) {
    case 'view':
      return true;
    case 'comment':
      return level !== 'view';
    case 'edit':
      return level === 'edit';
  }
}
