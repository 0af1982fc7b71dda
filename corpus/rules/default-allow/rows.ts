// Rows that a store holds about the one who asks, and rows about other things.

interface Store {
  count(where: object): Promise<number>;
  find(where: object): Promise<object[]>;
}

declare const members: Store;
declare const bans: Store;
declare const pages: Store;

export async function isTeamMember(userId: string, teamId: string): Promise<boolean> {
  const count = await members.count({ userId, teamId });
  return count !== 0;
}

export async function canEnterTeam(user: { id: string }, teamId: string): Promise<boolean> {
  if (!teamId) return false;
  const rows = await members.find({ user: user.id, team: teamId });
  return rows.length > 0;
}

// That there is such a page says nothing of who may edit it.
export async function canEditPage(user: { id: string } | null, pageId: string): Promise<boolean> {
  if (!user) return false;
  const count = await pages.count({ id: pageId });
  return count > 0; // expect: default-allow
}

// Rows about the one who asks that speak against them.
export async function canComment(userId: string): Promise<boolean> {
  const banned = await bans.count({ userId });
  if (banned > 3) return false;
  return true; // expect: default-allow
}
