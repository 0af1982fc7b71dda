// What types and operators prove: typeof, in, instanceof, ranks, unions, enums, nullish members.

enum Role { Guest, Member, Admin }
enum Plan { Free = 'free', Team = 'team' }

interface ServiceToken { kind: 'service'; scopes: string[] }
interface PersonalToken { kind: 'personal'; userId: string }
type Token = ServiceToken | PersonalToken;

interface Human { id: string; role: Role; plan: Plan; level: number }
interface Bot { id: string; botScopes: string[] }
interface Doc { ownerId: string; minLevel: number; locked?: boolean }

class SystemUser { constructor(readonly id: string) {} }

// decides: allow when token.kind === 'personal' && token.userId === doc.ownerId
// decides: deny otherwise
export function canReadWithToken(token: Token, doc: Doc): boolean {
  if (token.kind === 'service') return false;
  return token.userId === doc.ownerId;
}

// decides: allow when ('botScopes' in actor && actor.botScopes.includes('write')) || (!('botScopes' in actor) && actor.role === Role.Admin)
// decides: deny otherwise
export function canWriteAs(actor: Human | Bot): boolean {
  if ('botScopes' in actor) {
    return actor.botScopes.includes('write');
  }
  return actor.role === Role.Admin;
}

// decides: allow when actor instanceof SystemUser || actor.id === doc.ownerId
// decides: deny otherwise
export function isActorAuthorized(actor: SystemUser | Human, doc: Doc): boolean {
  if (actor instanceof SystemUser) return true;
  return actor.id === doc.ownerId;
}

// decides: allow when typeof scope === 'string' ? scope === 'admin' : scope.includes('admin')
// decides: deny otherwise
export function hasAdminScope(scope: string | string[]): boolean {
  if (typeof scope === 'string') return scope === 'admin';
  return scope.includes('admin');
}

// decides: allow when user.level >= doc.minLevel && user.level >= 1
// decides: deny otherwise
export function hasClearanceLevel(user: Human, doc: Doc): boolean {
  return user.level >= doc.minLevel && user.level >= 1;
}

// decides: deny when user.level < 3 && user.role !== Role.Admin
// decides: allow when user.level >= 7 || user.role === Role.Admin
// decides: ask otherwise
export function decideDeploy(user: Human): 'allow' | 'deny' | 'ask' {
  if (user.role === Role.Admin) return 'allow';
  if (user.level < 3) return 'deny';
  if (user.level >= 7) return 'allow';
  return 'ask';
}

// decides: allow when user.role === Role.Admin || user.role === Role.Member
// decides: deny otherwise
export function canListMembers(user: Human): boolean {
  switch (user.role) {
    case Role.Guest:
      return false;
    case Role.Member:
    case Role.Admin:
      return true;
  }
}

// decides: allow when user.plan === Plan.Team && user.role !== Role.Guest
// decides: deny otherwise
export function canInviteToPlan(user: Human): boolean {
  if (user.plan === Plan.Free) return false;
  return user.role === Role.Member || user.role === Role.Admin;
}

// decides: allow when (doc.locked === false || doc.locked === undefined) && user.id === doc.ownerId
// decides: deny otherwise
export function canUnshare(user: Human, doc: Doc): boolean {
  if (doc.locked) return false;
  return user.id === doc.ownerId;
}

// decides: allow when typeof user?.level === 'number' && user.level >= 2
// decides: deny otherwise
export function isTrustedUser(user?: Human): boolean {
  if (typeof user?.level !== 'number') return false;
  return user.level >= 2;
}

// decides: allow when key !== null && key !== undefined && key === expected
// decides: deny otherwise
export function isAccessKeyValid(key: string | null | undefined, expected: string): boolean {
  if (key == null) return false;
  return key === expected;
}
