export async function isMember(userId: string, teamId: string): Promise<boolean> {
  const rows = await find({ userId, teamId });
  return rows.some((row: { userId: string }) => row.userId === userId);
}

export const canInvite = async (user: { id: string; role: string }, teamId: string): Promise<boolean> =>
  user.role === 'lead' && (await isMember(user.id, teamId)); // calls: src/membership.ts#isMember awaited returned when user && user.role === 'lead'
