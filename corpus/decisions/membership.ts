// Lists: includes, has, some, every, find and filter over parameters and module constants.

const WRITE_ROLES = ['owner', 'editor'];
const READ_ONLY_COMMANDS = new Set(['ls', 'cat', 'pwd']);
const ADMIN_ROLES: readonly string[] = ['owner', 'admin'] as const;
const ROLE_ACTIONS = new Map([['editor', 'write'], ['owner', 'delete']]);

interface Member { userId: string; role: string; active: boolean }
interface User { id: string; role: string; permissions: string[]; scopes?: string[] }
interface Project { editors: Member[]; reviewers: Member[] }
interface Workspace { members: Member[]; blockedIds: string[] }

// decides: allow when user.role === 'owner' || user.role === 'editor'
// decides: deny otherwise
export function canWrite(user: User): boolean {
  return WRITE_ROLES.includes(user.role);
}

// decides: allow when user.role === 'owner' || user.role === 'admin' || user.role === 'billing'
// decides: deny otherwise
export function hasBillingAccess(user: User): boolean {
  return ['owner', 'admin', 'billing'].includes(user.role);
}

// decides: allow when command === 'ls' || command === 'cat' || command === 'pwd'
// decides: deny otherwise
export function isCommandAllowed(command: string): boolean {
  return READ_ONLY_COMMANDS.has(command);
}

// decides: allow when (user.role === 'owner' || user.role === 'admin') && !workspace.blockedIds.includes(user.id)
// decides: deny otherwise
export function canManageWorkspace(user: User, workspace: Workspace): boolean {
  if (workspace.blockedIds.includes(user.id)) return false;
  return ADMIN_ROLES.includes(user.role);
}

// decides: allow when workspace.members.some(member => member.userId === user.id && member.active)
// decides: deny otherwise
export function isWorkspaceMember(user: User, workspace: Workspace): boolean {
  return workspace.members.some(member => member.userId === user.id && member.active);
}

// decides: allow when required.every(permission => user.permissions.includes(permission)) && required.length > 0
// decides: deny otherwise
// default: deny
export function hasAllPermissions(user: User, required: string[]): boolean {
  if (required.length === 0) return false;
  return required.every(permission => user.permissions.includes(permission));
}

// decides: allow when workspace.members.find(member => member.userId === user.id)?.role === 'admin'
// decides: deny otherwise
// default: deny
export function isWorkspaceAdmin(user: User, workspace: Workspace): boolean {
  const membership = workspace.members.find(member => member.userId === user.id);
  if (!membership) {
    return false;
  }
  return membership.role === 'admin';
}

// decides: allow when workspace.members.some(member => member.role === 'owner' && member.userId === user.id)
// decides: deny otherwise
export function isWorkspaceOwner(user: User, workspace: Workspace): boolean {
  const owners = workspace.members.filter(member => member.role === 'owner' && member.userId === user.id);
  return owners.length > 0;
}

// decides: allow when !required.some(permission => !user.permissions.includes(permission)) && user.role === 'service'
// decides: deny otherwise
export function canCallService(user: User, required: string[]): boolean {
  const missing = required.filter(permission => !user.permissions.includes(permission));
  return missing.length === 0 && user.role === 'service';
}

// decides: allow when user.scopes?.includes('admin') || user.scopes?.includes(scope)
// decides: deny otherwise
// default: deny
export function hasScope(user: User, scope: string): boolean {
  return (user.scopes?.includes('admin') ?? false) || (user.scopes?.includes(scope) ?? false);
}

// decides: allow when user.permissions.indexOf('docs:write') !== -1
// decides: deny otherwise
// default: deny
export function hasDocsWrite(user: User): boolean {
  return user.permissions.indexOf('docs:write') !== -1;
}

// decides: allow when ROLE_ACTIONS.get(user.role) === action
// decides: deny otherwise
export function isRoleActionAllowed(user: User, action: string): boolean {
  return ROLE_ACTIONS.get(user.role) === action;
}

// decides: allow when [...project.editors, ...project.reviewers].find(entry => entry.userId === user.id)?.active
// decides: deny otherwise
export function isActiveMember(user: User, project: Project): boolean {
  const found = [...project.editors, ...project.reviewers].find(entry => entry.userId === user.id);
  return found ? found.active : false;
}

// decides: allow when [...user.permissions].length > 0 && user.role === 'service'
// decides: deny otherwise
export function hasServicePermissions(user: User): boolean {
  const copied = [...user.permissions];
  return copied.length > 0 && user.role === 'service';
}
