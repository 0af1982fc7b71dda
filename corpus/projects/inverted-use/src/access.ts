export function hasAccess(user: { role: string }): boolean {
  return user.role === 'admin' || user.role === 'member';
}

export function isBlocked(user: { blockedAt: Date | null }): boolean {
  return user.blockedAt !== null;
}
