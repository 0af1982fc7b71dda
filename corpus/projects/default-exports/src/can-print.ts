export default function canPrint(user: { role: string; pages: number }): boolean {
  if (user.role === 'admin') return true;
  return user.role === 'clerk' && user.pages < 100;
}
