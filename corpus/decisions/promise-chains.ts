// then, catch and finally: what a chain of promises gives, and which errors its handlers receive.

interface Claims { sub: string; role: string; ok: boolean }
interface User { id: string; role: string; suspended: boolean }
interface Store {
  isMember(userId: string, teamId: string): Promise<boolean>;
  loadMember(userId: string): Promise<{ active: boolean; role: string } | null>;
  loadRoles(userId: string): Promise<string[]>;
}

declare function verify(token: string): Promise<Claims>;
declare function audit(userId: string): Promise<void>;
declare function toDecision(claims: Claims): Promise<boolean>;

class ForbiddenError extends Error {}

// decides: allow when claims.role === 'admin'
// decides: deny otherwise
export function isAdminToken(token: string): Promise<boolean> {
  return verify(token).then((claims) => claims.role === 'admin');
}

export class TokenGate {
  // decides: allow when !throws(verify(token)) && r.ok
  // decides: deny otherwise
  isAllowed(token: string): Promise<boolean> {
    return this.load(token).then((r) => r.ok, () => false);
  }

  private load = (token: string): Promise<Claims> => verify(token);
}

// An error lets everybody in.
// decides: allow when throws(verify(token)) || claims.ok
// decides: deny otherwise
export function isAllowedOrDown(token: string): Promise<boolean> {
  return verify(token).then((claims) => claims.ok).catch(() => true);
}

// decides: allow when !throws(verify(token))
// decides: deny otherwise
export async function hasTokenAccess(token: string): Promise<boolean> {
  const ok = await verify(token).then(() => true).catch(() => false);
  return ok;
}

// decides: allow when !throws(store.isMember(user.id, teamId)) && member
// decides: deny otherwise
export async function canOpenTeam(store: Store, user: User, teamId: string): Promise<boolean> {
  const member = await store.isMember(user.id, teamId).catch(() => null);
  if (member) return true;
  return false;
}

// Only an error that is no refusal is taken for an outage.
// decides: allow when throws(verify(token)) && !(error instanceof ForbiddenError) || !throws(verify(token)) && claims.ok
// decides: deny otherwise
export function isAllowedUnlessRefused(token: string): Promise<boolean> {
  return verify(token).then(
    (claims) => !!claims.ok,
    (error) => !(error instanceof ForbiddenError),
  );
}

// A denial thrown in the chain reaches the handler behind it.
// decides: allow always
export function canAdministrate(token: string): Promise<boolean> {
  return verify(token)
    .then((claims) => {
      if (claims.role !== 'admin') {
        throw new ForbiddenError('admins only');
      }
      return true;
    })
    .catch(() => true);
}

// decides: allow when !user.suspended && claims.role === 'admin'
// decides: deny otherwise
export async function assertAdmin(token: string, user: User): Promise<void> {
  if (user.suspended) throw new ForbiddenError('suspended');
  await verify(token).then((claims) => {
    if (claims.role !== 'admin') throw new ForbiddenError('admins only');
  });
}

// decides: allow when claims.role === 'admin' && claims.ok
// decides: deny otherwise
export function requireAdmin(token: string): Promise<boolean> {
  return verify(token).then((claims) => {
    if (claims.role !== 'admin') {
      return Promise.reject(new ForbiddenError('admins only'));
    }
    return claims.ok;
  });
}

// The audit decides nothing, unless it fails.
// decides: allow when !throws(verify(token)) && !throws(audit(token)) && r.ok
// decides: deny otherwise
export function isAllowedAndAudited(token: string): Promise<boolean> {
  return verify(token)
    .then((r) => r.ok)
    .finally(() => audit(token))
    .catch(() => false);
}

// decides: allow when !!isMember && roles.includes('owner')
// decides: deny otherwise
export async function canCloseTeam(store: Store, user: User, teamId: string): Promise<boolean> {
  const [isMember, roles] = await Promise.all([store.isMember(user.id, teamId), store.loadRoles(user.id)]);
  return !!isMember && roles.includes('owner');
}

// decides: allow when !throws(store.isMember(user.id, teamId)) && !throws(store.loadRoles(user.id)) && isMember && roles.includes('owner')
// decides: deny otherwise
export function canCloseTeamSafely(store: Store, user: User, teamId: string): Promise<boolean> {
  return Promise.all([store.isMember(user.id, teamId), store.loadRoles(user.id)])
    .then(([isMember, roles]) => isMember && roles.includes('owner'))
    .catch(() => false);
}

// The `try` receives what no handler of the chain does.
// decides: allow when !throws(verify(token)) && claims.ok
// decides: ask when throws(verify(token))
// decides: deny otherwise
export async function decideByClaims(token: string): Promise<'allow' | 'deny' | 'ask'> {
  try {
    const allowed = await verify(token).then((claims) => claims.ok);
    return allowed ? 'allow' : 'deny';
  } catch {
    return 'ask';
  }
}

// decides: deny when user.suspended
// decides: delegated otherwise
export async function isPermitted(token: string, user: User): Promise<boolean> {
  if (user.suspended) return Promise.resolve(false);
  return verify(token).then(toDecision);
}

// The handler of the error asks somebody else, whose error nobody receives.
// decides: allow when throws(verify(token)) && fallback || !throws(verify(token)) && ok
// decides: deny otherwise
export async function isAllowedByFallback(store: Store, token: string, user: User): Promise<boolean> {
  return verify(token)
    .then(({ ok }) => ok)
    .catch(async () => {
      const fallback = await store.isMember(user.id, 'fallback');
      return !!fallback;
    });
}

// What a handler calls may fail, too, and the next handler receives that.
// decides: deny when !throws(verify(token)) && !throws(toDecision(claims)) && !decision
// decides: allow otherwise
export async function isAllowedWhenUnsure(token: string): Promise<boolean> {
  const decision = await verify(token).then((claims) => toDecision(claims)).catch(() => true);
  return !!decision;
}

// A handler that is imported or handed in is a call like any other.
// decides: allow when !user.suspended && !throws(verify(token)) && claims.ok || !user.suspended && throws(verify(token)) && await isHarmless(error) === true
// decides: deny otherwise
export async function isAllowedOr(token: string, user: User, isHarmless: (error: unknown) => boolean): Promise<boolean> {
  if (user.suspended) return false;
  const answer = await verify(token).then((claims) => claims.ok, isHarmless);
  return answer === true;
}

// A promise nobody awaits is there, whatever it will give.
// decides: deny when user.suspended
// decides: allow otherwise
export async function canListTokens(token: string, user: User): Promise<boolean> {
  if (user.suspended) return false;
  if (verify(token).then((claims) => claims.ok)) {
    return true;
  }
  return false;
}

// What is not a handler is passed over.
// decides: allow when !throws(verify(token)) && claims.ok
// decides: deny otherwise
export async function isAllowedQuietly(token: string): Promise<boolean> {
  try {
    return !!(await verify(token).then(undefined, null).then((claims) => claims.ok));
  } catch {
    return false;
  }
}

async function assertMember(store: Store, user: User): Promise<string> {
  const member = await store.loadMember(user.id);
  if (!member?.active) throw new ForbiddenError('members only');
  return member.role;
}

// An error of a function of this file that nobody receives is a denial, as without the chain.
// decides: allow when passes(assertMember(store, user)) && role === 'owner'
// decides: deny otherwise
export function canInvite(store: Store, user: User): Promise<boolean> {
  return assertMember(store, user).then((role) => role === 'owner');
}

// decides: allow when throws(assertMember(store, user)) || role === 'owner'
// decides: deny otherwise
export function canInviteAnyway(store: Store, user: User): Promise<boolean> {
  return assertMember(store, user).then((role) => role === 'owner').catch(() => true);
}

// decides: deny when user.suspended || throws(assertMember(store, user))
// decides: allow otherwise
export async function assertInvited(store: Store, user: User): Promise<void> {
  if (user.suspended) throw new ForbiddenError('suspended');
  await assertMember(store, user).finally(() => console.log(user.id));
}

const ownerOf = (store: Store, user: User): Promise<string> =>
  store.loadMember(user.id).then((member) => {
    if (!member?.active) throw new ForbiddenError('members only');
    return member.role;
  });

// A chain in a helper is looked into.
// decides: allow when !user.suspended && member?.active
// decides: deny otherwise
export async function assertOwnerActive(store: Store, user: User): Promise<void> {
  if (user.suspended) throw new ForbiddenError('suspended');
  await ownerOf(store, user);
}

async function requireOwner(store: Store, user: User): Promise<string> {
  return store.loadMember(user.id).then((member) => {
    if (!member?.active) throw new ForbiddenError('members only');
    return member.role;
  });
}

// Who calls a function whose chain throws may be refused by it.
// decides: allow when !user.suspended && passes(requireOwner(store, user))
// decides: deny otherwise
export async function assertOwnerListed(store: Store, user: User): Promise<void> {
  if (user.suspended) throw new ForbiddenError('suspended');
  await requireOwner(store, user);
}

// A handler that passes refusals on, and lets in on any other error.
// decides: allow when throws(store.isMember(user.id, teamId)) && !(error instanceof ForbiddenError) || !throws(store.isMember(user.id, teamId)) && member
// decides: deny when !throws(store.isMember(user.id, teamId)) && !member
// decides: indeterminate otherwise
export function canJoin(store: Store, user: User, teamId: string): Promise<boolean> {
  return store.isMember(user.id, teamId)
    .then((member) => {
      if (!member) throw new ForbiddenError('members only');
      return true;
    })
    .catch((error) => {
      if (error instanceof ForbiddenError) throw error;
      return true;
    });
}
