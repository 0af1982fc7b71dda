import type { Access } from './access';

export class StrictAccess implements Access {
  isAllowed(user: { role: string }): boolean {
    return user.role === 'admin';
  }
}
