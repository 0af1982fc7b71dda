import { type Membership, type TeamRole, type User } from './roles';

export interface Team {
  id: string;
  ownerId: string;
  archived: boolean;
}

export interface MembershipStore {
  find(userId: string, teamId: string): Promise<Membership | null>;
}

export interface Invitation {
  teamId: string;
  email: string;
  role: TeamRole;
  expired: boolean;
}

export async function canInvite(store: MembershipStore, user: User, team: Team): Promise<boolean> {
  if (team.archived) return false;
  const membership = await store.find(user.id, team.id);
  return membership?.role === 'owner' || membership?.role === 'admin';
}

/** An invitation can't give more than its sender has. */
export function canInviteAs(sender: Membership, role: TeamRole): boolean {
  if (sender.role === 'owner') return true;
  if (sender.role === 'admin') return role === 'member' || role === 'guest';
  return false;
}

export function canAcceptInvitation(user: User & { email: string }, invitation: Invitation): boolean {
  if (invitation.expired) return false;
  return invitation.email === user.email;
}

export function canRemoveMember(actor: Membership, target: Membership): boolean {
  if (actor.teamId !== target.teamId) return false;
  if (actor.role === 'owner' || actor.role === 'admin') return true;
  if (actor.role === 'admin' && target.role === 'owner') return false; // expect: unreachable-deny
  return actor.userId === target.userId;
}
