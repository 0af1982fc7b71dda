class AccessService {
  canEnter(user: { badge: string | null }): boolean {
    return user.badge === 'gold';
  }
}

export const accessService = new AccessService();
export type Access = typeof accessService;
export function createAccess() {
  return { canLeave: (user: { role: string }): boolean => user.role === 'member' };
}
