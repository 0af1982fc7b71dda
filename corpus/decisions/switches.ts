// switch: fall-through, a default in the middle, exhaustive unions, and `switch (true)`.

type Role = 'owner' | 'admin' | 'member' | 'guest';
interface User { id: string; role: Role; suspended: boolean }
interface Account { role: string; trusted: boolean }
interface Project { ownerId: string; frozen: boolean }

// decides: allow when user.role === 'owner' || user.role === 'admin' || (user.role === 'member' && !project.frozen)
// decides: deny otherwise
// default: deny
export function canPush(user: User, project: Project): boolean {
  switch (user.role) {
    case 'owner':
    case 'admin':
      return true;
    case 'member':
      return !project.frozen;
    default:
      return false;
  }
}

// decides: allow when user.role === 'owner' || (user.role === 'admin' && !user.suspended)
// decides: deny otherwise
// default: deny
export function canDeleteProject(user: User): boolean {
  switch (user.role) {
    case 'owner':
      return true;
    case 'admin':
      return !user.suspended;
    case 'member':
    case 'guest':
      return false;
  }
}

// decides: allow when account.role === 'admin' || account.role === 'auditor'
// decides: deny otherwise
export function canReadAudit(account: Account): boolean {
  switch (account.role) {
    case 'admin':
      return true;
    default:
      return false;
    case 'auditor':
      return true;
  }
}

// decides: allow when account.role === 'admin' || (account.role !== 'guest' && account.trusted)
// decides: deny otherwise
export function hasWriteAccess(account: Account): boolean {
  switch (account.role) {
    case 'guest':
      return false;
    default:
      if (!account.trusted && account.role !== 'admin') {
        return false;
      }
    case 'admin':
      return true;
  }
}

// decides: allow when (user.role === 'admin' && !user.suspended) || user.role === 'owner' || (user.role !== 'guest' && project.ownerId === user.id)
// decides: deny otherwise
export function canArchive(user: User, project: Project): boolean {
  switch (true) {
    case user.role === 'owner':
      return true;
    case user.role === 'admin' && !user.suspended:
      return true;
    case user.role === 'guest':
      return false;
    default:
      return project.ownerId === user.id;
  }
}

// decides: allow when user.role === 'owner' || user.role === 'admin'
// decides: deny otherwise
export function isAllowedToBill(user: User): boolean {
  let allowed = false;
  switch (user.role) {
    case 'owner':
      allowed = true;
      break;
    case 'admin':
      allowed = true;
      break;
    case 'member':
      break;
  }
  return allowed;
}

// decides: allow when account.role === 'admin'
// decides: deny when account.role !== 'admin' && account.role === 'guest'
// decides: indeterminate otherwise
export function checkRolePermission(account: Account): boolean {
  switch (account.role) {
    case 'admin':
      return true;
    case 'guest':
      return false;
    default:
      throw new RangeError(`unknown role ${account.role}`);
  }
}

// decides: allow when user.role === 'owner'
// decides: deny otherwise
export function canRotateKeys(user: User): boolean {
  switch (user.role) {
    case 'owner':
      return true;
    case 'admin':
    case 'member':
    case 'guest':
      return false;
    default: {
      const never: never = user.role;
      throw new Error(`unhandled role ${String(never)}`);
    }
  }
}
