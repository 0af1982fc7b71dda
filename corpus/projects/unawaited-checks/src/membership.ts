export async function canJoin(user: { role: string }, team: { open: boolean }): Promise<boolean> {
  return user.role === 'lead' || user.role === 'admin';
}

export async function assertLead(user: { role: string }): Promise<void> {
  if (user.role !== 'lead') throw new Error('forbidden');
}
