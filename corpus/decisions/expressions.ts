// One expression gives the answer: short circuits, negation, conditional expressions, optional chains and defaults.

interface User { id: string; role?: string; isAdmin: boolean; banned: boolean; team?: { id: string; role: string; owner?: { id: string } } | null }
interface Doc { ownerId: string; teamId: string | null; locked: boolean; readers: string[] }

// decides: allow when user.isAdmin || doc.ownerId === user.id
// decides: deny otherwise
export const canRead = (user: User, doc: Doc): boolean => user.isAdmin || doc.ownerId === user.id;

// decides: allow when !doc.locked && (user.isAdmin || doc.ownerId === user.id) && !user.banned
// decides: deny otherwise
export function canWrite(user: User, doc: Doc): boolean {
  return !doc.locked && (user.isAdmin || doc.ownerId === user.id) && !user.banned;
}

// decides: allow when user.isAdmin && !user.banned
// decides: deny otherwise
export function canModerate(user: User): boolean {
  return !(!user.isAdmin || user.banned);
}

// decides: allow when (doc.locked && user.isAdmin) || (!doc.locked && doc.ownerId === user.id)
// decides: deny otherwise
export function canRename(user: User, doc: Doc): boolean {
  return doc.locked ? user.isAdmin : doc.ownerId === user.id;
}

// decides: allow when user.isAdmin || (!user.banned && doc.teamId !== null && user.team?.id === doc.teamId)
// decides: deny otherwise
export const isAllowedToShare = (user: User, doc: Doc): boolean =>
  user.isAdmin ? true : user.banned ? false : doc.teamId !== null && user.team?.id === doc.teamId;

// decides: allow when user?.role === 'editor'
// decides: deny otherwise
export function hasEditorRole(user: User | undefined): boolean {
  return user?.role === 'editor';
}

// decides: allow when user?.team?.owner?.id === ownerId && ownerId !== ''
// decides: deny otherwise
export function isTeamOwner(user: User | null, ownerId: string): boolean {
  return user?.team?.owner?.id === ownerId && ownerId !== '';
}

// decides: allow when user.role === 'admin' || ((user.role === undefined || user.role === null) && fallbackRole === 'admin')
// decides: deny otherwise
export function hasAdminRole(user: User, fallbackRole: string): boolean {
  return (user.role ?? fallbackRole) === 'admin';
}

// decides: allow when user !== null && (user.team?.role === 'lead' || user.isAdmin)
// decides: deny otherwise
export function canInvite(user: User | null): boolean {
  return !!user && (user.team?.role === 'lead' || user.isAdmin);
}

// decides: allow when user.isAdmin !== doc.locked
// decides: deny otherwise
// default: deny
export function canToggleLock(user: User, doc: Doc): boolean {
  return user.isAdmin !== doc.locked;
}

// decides: allow when user.role === 'admin' || user.role === 'owner'
// decides: deny otherwise
export function hasManagerRole(user: User): boolean {
  const isAdmin = user.role === 'admin';
  const isOwner = user.role === 'owner';
  return isAdmin || isOwner;
}

// decides: allow when (user.isAdmin && !doc.locked) || (!user.isAdmin && doc.readers.includes(user.id))
// decides: deny otherwise
export function canDownload(user: User, doc: Doc): boolean {
  const allowed = user.isAdmin ? !doc.locked : doc.readers.includes(user.id);
  if (!allowed) return false;
  return true;
}
