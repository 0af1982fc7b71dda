export type TeamRole = 'owner' | 'admin' | 'member' | 'guest';

export interface User {
  id: string;
  role: string;
  suspended: boolean;
  permissions: string[];
}

export interface Membership {
  userId: string;
  teamId: string;
  role: TeamRole;
}

export class UnauthorizedError extends Error {}
export class ForbiddenError extends Error {}

export function forbidden(reason: string): never {
  throw new ForbiddenError(reason);
}

export function requireUser(user: User | null | undefined): User {
  if (!user) throw new UnauthorizedError('sign in first');
  if (user.suspended) throw new ForbiddenError('this account is suspended');
  return user;
}

export function hasPermission(user: User, permission: string): boolean {
  if (user.role === 'admin') return true;
  return user.permissions.includes(permission);
}

/** What a member of a team may do with the team's settings. */
export function canManageTeam(membership: Membership): boolean {
  switch (membership.role) {
    case 'owner':
    case 'admin':
      return true;
    case 'member':
    case 'guest':
      return false;
  }
}
