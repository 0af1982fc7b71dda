// if / else cascades and guard clauses: the plain ways to spell a decision with statements.

interface User { id: string; role: string; suspended: boolean; verified: boolean; orgId: string }
interface Doc { ownerId: string; locked: boolean; archived: boolean; visibility: string; orgId: string }
type Action = 'read' | 'write' | 'delete';

// decides: allow when user.role === 'admin' && !doc.locked
// decides: deny otherwise
export function canEditDoc(user: User, doc: Doc): boolean {
  if (user.role === 'admin') {
    if (!doc.locked) {
      return true;
    }
  }
  return false;
}

// decides: allow when user.role === 'admin' || (user.role === 'editor' && doc.ownerId === user.id) || (user.role !== 'editor' && doc.visibility === 'public')
// decides: deny otherwise
export function canComment(user: User, doc: Doc): boolean {
  if (user.role === 'admin') {
    return true;
  } else if (user.role === 'editor') {
    return doc.ownerId === user.id;
  } else if (doc.visibility === 'public') {
    return true;
  } else {
    return false;
  }
}

// decides: deny when user.suspended || doc.archived || (user.role !== 'admin' && user.role !== 'editor')
// decides: allow otherwise
export function canPublish(user: User, doc: Doc): boolean {
  if (user.suspended) return false;
  if (doc.archived) return false;
  if (user.role !== 'admin' && user.role !== 'editor') return false;
  return true;
}

// decides: allow when user.orgId === doc.orgId && ((action === 'read' && user.verified) || user.role === 'admin')
// decides: deny otherwise
export function hasDocPermission(user: User, doc: Doc, action: Action): boolean {
  if (user.orgId !== doc.orgId) {
    return false;
  }
  if (action === 'read') {
    if (user.verified) return true;
  }
  return user.role === 'admin';
}

// decides: allow when action === 'read' || (action === 'write' && user.role === 'editor') || (action === 'delete' && user.role === 'admin')
// decides: deny otherwise
export const isActionAllowed = (user: User, action: Action): boolean => {
  let needed: string;
  if (action === 'read') return true;
  else if (action === 'write') needed = 'editor';
  else needed = 'admin';
  return user.role === needed;
};

// decides: allow when (user.role === 'owner' || (user.role === 'admin' && !doc.locked)) && !user.suspended
// decides: deny otherwise
export function canTransferOwnership(user: User, doc: Doc): boolean {
  if (!user.suspended) {
    if (user.role === 'owner') return true;
    if (user.role === 'admin') {
      if (doc.locked) return false;
      return true;
    }
  }
  return false;
}

// decides: allow when user.role === 'admin'
// decides: deny when user.role !== 'admin' && user.role === 'guest'
// decides: missing otherwise
export function checkExportAccess(user: User): boolean | undefined {
  if (user.role === 'admin') return true;
  if (user.role === 'guest') return false;
}

// decides: allow always
// default: allow
export function canViewPublicProfile(viewer: User, owner: User): boolean {
  if (viewer.id === owner.id) return true;
  return true;
}

// decides: deny always
// default: deny
export function canImpersonate(user: User, target: User): boolean {
  if (user.role === 'admin' && target.role === 'admin') return false;
  return false;
}
