export function isAuthorized(user: { role: string } = current()): boolean {
  return user.role === 'admin';
}
