export function canErase(user: { role: string }): boolean {
  return user.role === 'admin';
}

export function assertCanErase(user: { role: string }): void {
  if (!canErase(user)) throw new Error('forbidden');
}
