export interface Verdict {
  allowed: boolean;
  reason?: string;
}

export function checkAccess(user: { role: string }, needed: string): Verdict {
  if (user.role === needed) return { allowed: true };
  return { allowed: false, reason: `needs ${needed}` };
}
