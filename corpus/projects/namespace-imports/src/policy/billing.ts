export function canInvoice(user: { role: string }): boolean {
  return user.role === 'billing' || user.role === 'admin';
}
