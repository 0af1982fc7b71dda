// Code that stores, lists, formats or changes roles and permissions: it manages them and decides nothing.

interface Role { id: string; name: string; permissions: string[] }
interface Column { key: string; hidden: boolean; width: number }
interface Store { delete(id: string): boolean; save(role: Role): void; all(): Role[] }
interface Invitation { email: string; role: string; acceptedAt?: number }

// decides: nothing
export function deleteRole(store: Store, id: string): boolean {
  return store.delete(id);
}

// decides: nothing
export function filterVisibleColumns(columns: Column[]): Column[] {
  return columns.filter(column => !column.hidden);
}

// decides: nothing
export function createAccessEntry(userId: string, role: string): { userId: string; role: string; at: number } {
  return { userId, role, at: Date.now() };
}

// decides: nothing
export function grantDefaultRoles(store: Store, isNew: boolean): void {
  if (isNew) {
    store.save({ id: 'viewer', name: 'Viewer', permissions: ['read'] });
  }
}

// decides: nothing
export function rolesChanged(before: Role[], after: Role[]): boolean {
  if (before.length !== after.length) return true;
  return before.some((role, index) => role.id !== after[index]?.id);
}

// decides: nothing
export function listPermissions(store: Store): string[] {
  const names = new Set<string>();
  for (const role of store.all()) {
    for (const permission of role.permissions) names.add(permission);
  }
  return [...names].sort();
}

// decides: nothing
export function formatRole(role: string): string {
  if (role === 'admin') return 'Administrator';
  if (role === 'guest') return 'Guest';
  return role;
}

// decides: nothing
export function comparePermissions(a: Role, b: Role): number {
  return a.permissions.length - b.permissions.length;
}

// decides: nothing
export function isInvitationAccepted(invitation: Invitation): boolean {
  return invitation.acceptedAt !== undefined;
}

// decides: nothing
export function setIsTrusted(state: { trusted: boolean }, value: boolean): void {
  state.trusted = value;
}
