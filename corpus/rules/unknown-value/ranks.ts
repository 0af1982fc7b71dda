// Ranks are compared, and a key that the table does not hold gives `undefined`, which is less than nothing.

class ForbiddenError extends Error {}

const weight = { reader: 1, author: 2, keeper: 3 };

const ranks: Record<string, number> = { guest: 0, member: 1, admin: 2 };

interface Membership { shelfId: string; rank: string }

declare function membershipOf(userId: string, shelfId: string): Promise<string | null>;

// A misspelt minimum admits every member.
export const checkShelfAccess = async (rule: any, userId: string): Promise<boolean> => {
  const held = await membershipOf(userId, rule.shelfId);
  if (!held) return false;
  if (rule.minimum !== undefined && weight[held as keyof typeof weight] < weight[rule.minimum as keyof typeof weight]) {
    return false;
  }
  return true; // expect: unknown-value
};

// So does a rank that was added to the store and not to the table.
export function hasRole(role: string, minimum: 'member' | 'admin'): boolean {
  if (ranks[role] < ranks[minimum]) return false;
  return true; // expect: unknown-value
}

export function requireRank(role: string): void {
  if (ranks[role] < 2) throw new ForbiddenError('not allowed');
} // expect: unknown-value

function levelOf(role: string): number {
  return ranks[role];
}

// Through a helper.
export function assertLevel(membership: Membership, minimum: string): void {
  if (levelOf(membership.rank) < levelOf(minimum)) throw new ForbiddenError('not allowed');
} // expect: unknown-value

// The test says that there is a role, not that it is one of the table.
export function canPublish(user: { role?: string }): boolean {
  if (!user.role) return false;
  return !(ranks[user.role] < ranks.admin); // expect: unknown-value
}
