import { assertLead, membership } from './index';

export async function join(user: { role: string }, team: { open: boolean; members: unknown[] }) {
  if (!(await membership.canJoin(user, team))) { // calls: src/membership.ts#canJoin awaited tested
    throw new Error('forbidden');
  }
  team.members.push(user);
}

export async function close(user: { role: string }, team: { open: boolean }) {
  await assertLead(user); // calls: src/membership.ts#assertLead awaited dropped
  team.open = false;
}
