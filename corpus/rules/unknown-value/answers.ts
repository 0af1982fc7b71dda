// What is not refused by name passes: nobody, another answer, what falls back to a privilege, what every object has.

interface User { id: string; role: string }

interface Policy { ask(tool: string): Promise<{ decision: string }> }

// Nobody has no role that could be refused.
export function canComment(user?: User): boolean {
  return user?.role !== 'banned'; // expect: unknown-value
}

export function canPost(session: { user: User | null }): boolean {
  if (session.user?.role === 'banned' || session.user?.role === 'guest') return false;
  return true; // expect: unknown-value
}

// `'Deny'` and `'denied'` are a yes.
export async function isToolAllowed(tool: string, policy: Policy): Promise<boolean> {
  const { decision } = await policy.ask(tool);
  if (decision === 'deny') return false;
  return true; // expect: unknown-value
}

// Whoever has no role is an admin.
export function canAdminister(user: { role?: string }): boolean {
  const role = user.role ?? 'admin';
  return role === 'admin'; // expect: unknown-value
}

const allowed = { author: true, editor: true };

// Every object has a `constructor`.
export function isAllowedRole(role: string): boolean {
  return !!allowed[role as keyof typeof allowed]; // expect: unknown-value
}

export function hasPermission(role: string): boolean {
  if (role in allowed) return true; // expect: unknown-value
  return false;
}
