// Names with a word of permission that ask what something is, whether it is there, or how an act went.

interface Permission { name: string; type?: string }
interface Quota { rolesLimit: number | null; groupsLimit: number | null }
interface AccessRules { userIds: string[]; teamIds: string[] }
interface Plan { role?: string }
interface Part { approval?: { approved?: boolean } }
interface Row { role: string; note?: string }
declare const tokenSchema: { parse(value: unknown): unknown };
declare function exchange(code: string): Promise<{ token: string; userId: string }>;

// decides: nothing
export function isPermissionObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'permission' in value;
}

// decides: nothing
export const isRbacEnabled = ({ rolesLimit, groupsLimit }: Quota) => rolesLimit === null && groupsLimit === null;

// decides: nothing
export function hasAccessRules({ userIds, teamIds }: AccessRules) {
  return userIds.length > 0 || teamIds.length > 0;
}

// decides: nothing
export const isGuestRole = (role?: string | null) => {
  return role ? role === 'guest' || role === 'visitor' : true;
};

// decides: nothing
export function isApprovalPending(part: Part): boolean {
  return part.approval !== undefined && part.approval.approved === undefined;
}

// decides: nothing
export function shouldRecordDeniedLogin(status: number, role: string): { record: boolean } {
  return { record: status === 401 || role === 'admin' };
}

// decides: nothing
export function shouldLogDeniedAccess(status: number): boolean {
  return status === 401 || status === 403;
}

// decides: nothing
export const readAuthToken = (text: string) => {
  try {
    return { success: true, data: tokenSchema.parse(JSON.parse(text)) };
  } catch (error) {
    return { success: false, error };
  }
};

// decides: nothing
export async function runAuthFlow(code: string): Promise<{ success: boolean; userId?: string }> {
  const session = await exchange(code);
  if (!session.token) {
    return { success: false };
  }
  return { success: true, userId: session.userId };
}

// decides: nothing
export function checkAndSanitizeRoles(rows: Row[]): boolean {
  for (const row of rows) {
    if (row.role === 'admin') {
      row.note = undefined;
      return true;
    }
  }
  return false;
}

// decides: nothing
export const allowRequest = (): { status: 'allow' } | { status: 'deny'; reason: string } => ({ status: 'allow' });

// decides: nothing
export const denyRequest = (reason: string): { status: 'allow' } | { status: 'deny'; reason: string } => ({ status: 'deny', reason });

// decides: nothing
export function getNameCaseSensitive(): boolean {
  return true;
}

declare function quietly(work: () => Promise<void>): Promise<void>;
declare const sessions: { of(userId: string): Promise<string[]>; end(id: string): Promise<void> };

// decides: nothing
export const enforceMaxGrantedSessions = async (userId: string, maxGranted?: number): Promise<void> => {
  if (maxGranted === undefined) {
    return;
  }
  const all = await sessions.of(userId);
  await quietly(async () => {
    await Promise.all(all.slice(maxGranted).map(id => sessions.end(id)));
  });
};
