import type { AccessControl } from './access';

const GRANTS: Record<string, string[]> = { editor: ['write'], reader: ['read'] };

export class DatabaseAccess implements AccessControl {
  async isAllowed(user: { role: string }, action: string): Promise<boolean> {
    if (user.role === 'admin') return true;
    return GRANTS[user.role]?.includes(action) ?? false;
  }
}
