type Role = 'owner' | 'admin' | 'member';
interface User { id: string; role: string; orgRole: Role; level: number; suspended: boolean; permissions: string[] }
interface Doc { id: string; ownerId: string; locked: boolean; visibility: string; minLevel: number }
interface Workspace { members: { userId: string; role: string }[]; restrictSharing: boolean }
interface MembershipTable { findFirst(query: { where: { userId: string; teamId: string } }): Promise<{ suspended: boolean } | null> }
interface Engine { evaluate(userId: string, action: string): boolean }
interface Request { user?: User }

class ForbiddenError extends Error {}
class NotFoundError extends Error {}

declare function requireRole(user: User, role: string): void;
declare function isOwner(user: User, doc: Doc): boolean;
declare function verifySignature(payload: string): { role: string };

// The guard clause negates a requirement: behind it the role is known to be admin.
export function canDelete(user: User): boolean {
  if (user.role !== 'admin') return false;
  return true;
}

// Behind the first guard the permission is held; the second only takes away.
export function canWrite(user: User, doc: Doc): boolean {
  if (!user.permissions.includes('docs:write')) return false;
  if (doc.locked) return false;
  return true;
}

// The name denies: a true answer refuses, and the open end is the meaning of the name.
export function isUserBlocked(user: User): boolean {
  if (user.suspended) return true;
  return user.role === 'banned';
}

// Every member of the union has its case; the default can only be reached by a value the type rules out.
// default: deny
export function canInvite(user: User): boolean {
  switch (user.orgRole) {
    case 'owner':
    case 'admin':
      return true;
    case 'member':
      return false;
    default: {
      const unreachable: never = user.orgRole;
      return unreachable;
    }
  }
}

// Another check answers.
// default: unknown
export function isAuthorized(engine: Engine, user: User, action: string): boolean {
  return engine.evaluate(user.id, action);
}

// Another check has allowed before the end is reached.
export function canArchive(user: User, doc: Doc): boolean {
  if (!isOwner(user, doc)) return false;
  if (doc.locked) return false;
  return true;
}

// The helper throws unless the role is held, so the end is reached by admins only.
// default: deny
export function canPurge(user: User, doc: Doc): boolean {
  requireRole(user, 'admin');
  if (doc.locked) return false;
  return true;
}

// A rank that is high enough is evidence, also when the guard asks for the opposite.
// default: deny
export function hasClearance(user: User, doc: Doc): boolean {
  if (user.level < doc.minLevel) return false;
  return true;
}

// An assertion that demands ownership: reaching its end proves it.
export function assertOwner(user: User, doc: Doc): void {
  if (doc.ownerId !== user.id) {
    throw new ForbiddenError('owners only');
  }
  if (doc.locked) {
    throw new ForbiddenError('the document is locked');
  }
}

// A public document is open by its own state, and the rest needs the owner.
export function canRead(user: User, doc: Doc): boolean {
  if (doc.visibility === 'public') return true;
  return doc.ownerId === user.id;
}

// The name asks no more than somebody who is signed in.
export function isAuthenticated(request: Request): boolean {
  if (!request.user) return false;
  return true;
}

// A found member is a member: the lookup compares the user.
export function isMember(user: User, workspace: Workspace): boolean {
  const membership = workspace.members.find(member => member.userId === user.id);
  if (!membership) return false;
  return true;
}

// The row is selected by this user and this team, so its existence is the membership.
// default: deny
export async function hasTeamAccess(table: MembershipTable, user: User, teamId: string): Promise<boolean> {
  const membership = await table.findFirst({ where: { userId: user.id, teamId } });
  if (!membership) return false;
  if (membership.suspended) return false;
  return true;
}

// The flag starts as refused and only evidence raises it.
export function canComment(user: User, doc: Doc): boolean {
  let allowed = false;
  if (user.role === 'editor') allowed = true;
  if (doc.ownerId === user.id) allowed = true;
  return allowed;
}

// The workspace chose not to restrict sharing: a setting that its owners make.
export function canShare(user: User, workspace: Workspace): boolean {
  if (!workspace.restrictSharing) return true;
  return workspace.members.some(member => member.userId === user.id && member.role === 'admin');
}

// An unknown document answers 404 to hide that it exists; a foreign one does too.
export function assertVisible(user: User, doc: Doc | undefined): asserts doc is Doc {
  if (!doc) throw new NotFoundError('no such document');
  if (doc.ownerId !== user.id && user.role !== 'admin') {
    throw new NotFoundError('no such document');
  }
}

// A token that can't be verified is refused, and a verified one must name the role.
export function isServiceToken(token: string): boolean {
  try {
    const claims = verifySignature(token);
    if (claims.role !== 'service') return false;
    return true;
  } catch {
    return false;
  }
}

// All permissions that are asked for are held.
export function hasPermissions(user: User, required: string[]): boolean {
  if (required.length === 0) return false;
  if (!required.every(permission => user.permissions.includes(permission))) return false;
  return true;
}
