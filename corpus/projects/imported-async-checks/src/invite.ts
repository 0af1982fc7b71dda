import { canInvite, isMember } from './membership';

export async function invite(user: { id: string; role: string }, teamId: string, email: string) {
  const allowed = await canInvite(user, teamId); // calls: src/membership.ts#canInvite awaited tested
  if (!allowed) throw new Error('forbidden');
  await send(email);
}

export async function rooms(user: { id: string }, teams: string[]) {
  const answers = await Promise.all(teams.map((team) => isMember(user.id, team)));
  return teams.filter((_, index) => answers[index]);
}
