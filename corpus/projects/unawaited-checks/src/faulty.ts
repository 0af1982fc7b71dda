import { assertLead, membership } from './index';

export async function join(user: { role: string }, team: { open: boolean; members: unknown[] }) {
  if (!membership.canJoin(user, team)) { // expect: unawaited-check
    throw new Error('forbidden');
  }
  team.members.push(user);
}

export async function close(user: { role: string }, team: { open: boolean }) {
  assertLead(user); // expect: unawaited-check
  team.open = false;
}
