// Functions whose control flow is hard to get right, for the oracle: no labels, every run is the truth.

interface User { id: string; role: string; isAdmin: boolean; roles: string[]; suspended?: boolean; grants: Grant[]; }
interface Grant { name: string; allow: boolean; scopes: string[]; level: number; }
interface Doc { ownerId: string; locked: boolean; readers: string[]; status: 'draft' | 'open' | 'closed'; parent?: Doc; }

export function canCoalesce(user: User | null, fallback: string | null): boolean {
  const role = user?.role ?? fallback ?? 'guest';
  return role === 'admin' || role === 'owner';
}

export function canOrDefault(user: User): boolean {
  const role = user.role || 'guest';
  if (role === 'owner') return true;
  return role !== 'guest' && !!user.suspended === false;
}

export function canFinally(user: User): boolean {
  try {
    if (user.isAdmin) return true;
    verify(user);
  } catch {
    return false;
  } finally {
    if (user.suspended) return false;
  }
  return user.role === 'editor';
}

export function canFinallyAssign(user: User): boolean {
  let ok = false;
  try {
    verify(user);
    ok = true;
    check(user.role);
  } catch (error) {
    if (ok) return user.isAdmin;
  } finally {
    ok = ok && !user.suspended;
  }
  return ok;
}

export function canRethrow(user: User): boolean {
  try {
    verify(user);
    if (user.role === 'x') throw new Error('x');
    check(user);
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return false;
  }
  return true;
}

export function hasIndexed(user: User): boolean {
  return user.roles.some((role, index) => index === 0 && role === 'admin');
}

export function hasForEach(user: User): boolean {
  let ok = false;
  user.roles.forEach(role => {
    if (role === 'admin') ok = true;
  });
  return ok;
}

export function hasClosure(user: User): boolean {
  let ok = false;
  const grant = () => { ok = true; return true; };
  if (user.isAdmin) grant();
  return ok;
}

export function hasNested(user: User, scope: string): boolean {
  for (const grant of user.grants) {
    for (const item of grant.scopes) {
      if (item === scope) return grant.allow;
    }
  }
  return false;
}

export function hasNestedBreak(user: User, scope: string): boolean {
  let found = false;
  outer: for (const grant of user.grants) {
    if (!grant.allow) continue;
    for (const item of grant.scopes) {
      if (item === 'none') continue outer;
      if (item === scope) { found = true; break outer; }
    }
  }
  return found && !user.suspended;
}

export function hasFirstMatch(user: User, name: string): boolean {
  for (const grant of user.grants) {
    if (grant.name !== name) continue;
    if (grant.level > 3) return true;
    return grant.allow;
  }
  return user.isAdmin;
}

export function hasTwoLoops(user: User): boolean {
  for (const grant of user.grants) {
    if (grant.name === 'deny') return false;
  }
  for (const grant of user.grants) {
    if (grant.name === 'allow' && grant.allow) return true;
  }
  return false;
}

export function hasFlagThenLoop(user: User): boolean {
  let denied = false;
  let allowed = false;
  for (const grant of user.grants) {
    if (grant.allow) allowed = true;
    else denied = true;
  }
  return allowed && !denied;
}

export function hasLastWins(user: User): boolean {
  let allowed = false;
  for (const grant of user.grants) {
    if (grant.name === 'x') allowed = grant.allow;
  }
  return allowed;
}

export function hasResetFlag(user: User): boolean {
  let allowed = false;
  for (const grant of user.grants) {
    if (grant.allow) allowed = true;
    if (grant.name === 'reset') allowed = false;
  }
  return allowed;
}

export function hasBreakFlag(user: User): boolean {
  let allowed = true;
  for (const grant of user.grants) {
    if (!grant.allow) { allowed = false; break; }
  }
  return allowed;
}

export function hasBreakAfterFlag(user: User): boolean {
  let seen = false;
  for (const grant of user.grants) {
    if (grant.name === 'a') seen = true;
    if (grant.name === 'stop') break;
  }
  return seen;
}

export function hasCounted(user: User): boolean {
  for (let i = 0; i < user.grants.length; i++) {
    if (i === 0 && user.grants[i].allow) return true;
    if (user.grants[i].name === 'late') return false;
  }
  return false;
}

export function hasFound(user: User, name: string): boolean {
  const grant = user.grants.find(it => it.name === name);
  if (!grant) return false;
  const other = user.grants.find(it => it.name === name && it.allow);
  return grant.allow && other !== undefined;
}

export function hasFiltered(user: User): boolean {
  const good = user.grants.filter(it => it.allow);
  const bad = user.grants.filter(it => !it.allow);
  if (bad.length > 0) return false;
  return good.length > 1 && good.every(it => it.level > 0);
}

export function hasFilteredSome(user: User): boolean {
  return user.grants.filter(it => it.allow).some(it => it.name === 'a');
}

export function hasEveryEmpty(user: User): boolean {
  return user.grants.every(it => it.allow) || user.roles.length === 0;
}

export function hasNestedSome(user: User, wanted: string[]): boolean {
  return wanted.every(name => user.grants.some(it => it.name === name && it.allow));
}

export function hasCollected(user: User, wanted: string[]): boolean {
  const missing: string[] = [];
  for (const name of wanted) {
    if (!user.roles.includes(name)) missing.push(name);
  }
  return missing.length === 0;
}

export function hasReassigned(user: User, doc: Doc): boolean {
  let subject = user.role;
  if (doc.locked) subject = doc.ownerId;
  if (subject === 'admin') return true;
  subject = user.id;
  return subject === 'admin';
}

export function canSwitch(user: User, doc: Doc): boolean {
  switch (doc.status) {
    case 'draft':
      if (user.isAdmin) return true;
    case 'open':
      return user.role === 'editor';
    default:
      if (user.role === 'admin') break;
      return false;
  }
  return !doc.locked;
}

export function canSwitchTrue(user: User): boolean {
  switch (true) {
    case user.isAdmin: return true;
    case user.suspended: return false;
  }
  return user.role === 'editor';
}

export function canWeirdTruth(user: User, limit: number): boolean {
  if (limit) return limit < 3;
  if (limit === 0) return user.isAdmin;
  return typeof limit === 'number';
}

export function canCompare(level: number, other: number): boolean {
  if (level >= 5) return true;
  if (level > 3 && !(level < 4)) return other > level;
  return !(level <= 2);
}

export function canTypeof(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'object') return value !== null;
  return typeof value === 'function' || value === true;
}

export function canNegate(user: User, doc: Doc): boolean {
  const blocked = !(user.isAdmin || !doc.locked);
  const ok = !blocked && !(user.suspended && !user.isAdmin);
  return !!ok;
}

export function canTernary(user: User, doc: Doc): boolean {
  const who = user.isAdmin ? doc.ownerId : user.suspended ? null : user.id;
  if (who == null) return false;
  return who === doc.ownerId;
}

export function canDestructure({ role = 'guest', ...rest }: User, [first = 'none']: string[]): boolean {
  if (first === 'none') return false;
  return role === 'admin' && !rest.suspended;
}

export function canReadField(user: User): boolean {
  const result = { allowed: false, reason: '' };
  if (user.isAdmin) result.allowed = true;
  const copy = { ...result, reason: 'copied' };
  return copy.allowed;
}

export function isOwnerOf(user: User, doc: Doc): boolean {
  return user.id === doc.ownerId;
}

export function canInline(user: User, doc: Doc): boolean {
  if (!isOwnerOf(user, doc)) return user.isAdmin;
  if (doc.parent && !isOwnerOf(user, doc.parent)) return false;
  return true;
}

export async function canAwait(user: User, store: { load(id: string): Promise<Doc | null> }): Promise<boolean> {
  const doc = await store.load(user.id);
  if (!doc) return false;
  if (doc.locked) return user.isAdmin;
  await refresh(doc);
  if (doc.locked) return false;
  return true;
}

export function canLoopTry(user: User): boolean {
  for (const grant of user.grants) {
    try {
      check(grant);
      if (grant.allow) return true;
    } catch {
      return false;
    }
  }
  return user.isAdmin;
}

export function canTryLoop(user: User): boolean {
  try {
    for (const grant of user.grants) {
      if (grant.name === 'skip') continue;
      check(grant);
      if (!grant.allow) return false;
    }
  } catch {
    return user.isAdmin;
  }
  return true;
}

export function canTryAssign(user: User): boolean {
  let level = 0;
  try {
    level = 1;
    check(user);
    level = 2;
    verify(user);
    level = 3;
  } catch {
    return level === 2;
  }
  return level === 3;
}

export function canWhile(doc: Doc | undefined, user: User): boolean {
  while (doc) {
    if (doc.ownerId === user.id) return true;
    doc = doc.parent;
  }
  return false;
}

export function canEither(user: User | null, doc: Doc | null): boolean {
  return (user && doc && user.id === doc.ownerId) || !!(user?.isAdmin && !doc?.locked);
}

export function canAssignOr(user: User, flags: { beta?: boolean; open?: boolean | null }): boolean {
  let open = flags.open;
  open ??= flags.beta;
  open ||= user.isAdmin;
  open &&= !user.suspended;
  return !!open;
}

export function canForIn(user: User, map: Record<string, boolean>): boolean {
  for (const key in map) {
    if (key === user.role) return map[key];
  }
  return false;
}

export function canPickList(user: User, doc: Doc | null): boolean {
  const names = doc?.readers ?? [];
  for (const name of names) {
    if (name === user.id) return true;
  }
  return names.length === 0 && user.isAdmin;
}

export function canLiteralLoop(user: User): boolean {
  for (const role of ['admin', 'owner']) {
    if (user.role === role) return true;
  }
  return ['a', 'b'].includes(user.id) || new Set(['x', 'y']).has(user.role);
}

export function canPrefix(path: string): boolean {
  if (path.startsWith('/admin')) return false;
  if (path === '/admin/login' || path === '/home') return true;
  return path.endsWith('.css');
}

declare function verify(user: unknown): void;
declare function check(value: unknown): void;

export function hasPriority(user: User, name: string): boolean {
  const named = user.grants.filter(it => it.name === name);
  if (named.length === 0) return user.isAdmin;
  return named.every(it => it.allow);
}

export function hasFoundField(user: User, name: string): boolean {
  const level = user.grants.find(it => it.name === name)?.level ?? 0;
  if (level > 3) return true;
  return level === 3 && user.isAdmin;
}

export function hasScopedGrant(user: User, wanted: string[]): boolean {
  for (const name of wanted) {
    if (!user.grants.some(it => it.scopes.includes(name) && it.allow)) return false;
  }
  return true;
}

export function hasWeakest(user: User): boolean {
  let weakest: Grant | undefined;
  for (const grant of user.grants) {
    if (!weakest || grant.level < weakest.level) weakest = grant;
  }
  return weakest !== undefined && weakest.allow;
}

export function hasContinue(user: User, blocked: string[]): boolean {
  for (const grant of user.grants) {
    if (blocked.includes(grant.name)) continue;
    if (!grant.allow) break;
    return true;
  }
  return user.role === 'owner';
}

export function hasThrowing(user: User): boolean {
  for (const grant of user.grants) {
    if (grant.name === 'bad') throw new Error('bad grant');
    if (grant.allow && !user.suspended) return true;
  }
  throw new Error('none');
}

export function hasLoopInTry(user: User): boolean {
  let ok = true;
  try {
    for (const grant of user.grants) check(grant);
  } catch {
    ok = false;
  }
  return ok;
}

export function canAskTwice(user: User): boolean {
  const first = lookup(user.id);
  verify(user);
  const second = lookup(user.id);
  if (first && !second) return false;
  return first === second || second;
}

export function canUseMixed(user: User | undefined, limit: number | string | null): boolean {
  if (limit == null) return !!user?.isAdmin;
  if (typeof limit === 'number' && limit > 10) return false;
  if (limit === '' || limit === 'none') return true;
  return user !== undefined && user.role !== 'guest';
}

export function canFinallyLoop(user: User): boolean {
  let count = 0;
  for (const grant of user.grants) {
    try {
      if (grant.allow) continue;
      if (grant.name === 'x') return false;
      check(grant);
    } finally {
      count = 1;
    }
  }
  return count === 1;
}

export function canSpread(user: User, extra: { allowed?: boolean }): boolean {
  const base = { allowed: false, note: 'n' };
  const merged = user.isAdmin ? { ...base, allowed: true } : { ...base, note: 'm' };
  const open = { ...merged, ...extra };
  return merged.allowed && open.allowed !== false;
}

export function canUseDefault(user: User, strict = true, ...others: string[]): boolean {
  if (strict && user.suspended) return false;
  return others.length === 0 || others[0] === user.id;
}

export function canChain(user: User | null): boolean {
  return user?.grants?.find(it => it.allow)?.scopes?.includes('all') ?? false;
}

declare function lookup(id: string): boolean;

export async function canReadAgain(user: User, doc: Doc): Promise<boolean> {
  if (doc.locked) return false;
  await refresh(doc);
  if (doc.locked) return user.isAdmin;
  return true;
}

export function canWriteBetween(user: User, doc: Doc): boolean {
  if (doc.locked) return false;
  refresh(doc);
  if (doc.locked && user.isAdmin) return true;
  user.isAdmin = doc.locked;
  return user.isAdmin;
}

export function canErase(user: User, doc: Doc): boolean {
  const alias = doc.locked ? '' : 'draft';
  if (alias) return user.isAdmin;
  return user.suspended;
}

export class Gate {
  enabled = false;
  canEnter(user: User): boolean {
    if (this.enabled) return true;
    this.refresh();
    if (this.enabled) return user.isAdmin;
    return false;
  }
  refresh(): void { refresh(this); }
}

declare function refresh(value: unknown): void;

interface Answer { ok: boolean; role: string }
interface Service {
  ask(id: string): Promise<Answer>;
  check(id: string): Promise<boolean>;
  locked: boolean;
}

export class ChainGate {
  locked = false;
  constructor(private service: Service) {}

  // What is read behind an await is another question.
  canOpen(id: string): Promise<boolean> {
    if (this.locked) return Promise.resolve(false);
    return this.service.ask(id).then((answer) => answer.ok && !this.locked);
  }

  async canClose(id: string, strict: boolean): Promise<boolean> {
    const ok = await this.service
      .ask(id)
      .then((answer) => {
        if (strict && answer.role !== 'admin') throw new Error('forbidden');
        return strict ? this.service.check(answer.role) : answer.ok;
      })
      .catch((error) => error instanceof TypeError)
      .then((value) => !value);
    if (ok) {
      return false;
    }
    return true;
  }

  async assertOpen(id: string, strict: boolean): Promise<void> {
    await this.service.ask(id).then((answer) => {
      if (answer.role === 'guest') throw new Error('forbidden');
      if (strict) return this.service.check(id);
      return Promise.reject(new Error('denied'));
    });
  }

  canTry(id: string, strict: boolean): Promise<'allow' | 'deny' | 'ask'> {
    return new Promise<boolean>((resolve, reject) => {
      if (strict) {
        if (this.locked) reject(new Error('locked'));
        throw new Error('strict');
      }
      resolve(this.service.check(id));
    }).then(
      (ok) => (ok ? 'allow' : 'deny'),
      (error) => (error.message === 'locked' ? 'deny' : 'ask'),
    );
  }

  async canAll(ids: [string, string], user: { role: string }): Promise<boolean> {
    try {
      const [first, second] = await Promise.all([
        this.service.check(ids[0]).catch(() => user.role === 'admin'),
        this.service.check(ids[1]),
      ]);
      if (user.role === 'owner') return first;
      return first && second;
    } catch {
      return user.role === 'root';
    } finally {
      this.locked = false;
    }
  }

  async canEach(ids: string[], user: { role: string }): Promise<boolean> {
    for (const id of ids) {
      const ok = await this.service.check(id).then((value) => value && user.role !== 'guest').catch(() => false);
      if (!ok) {
        return false;
      }
    }
    return true;
  }

  async canFirst(ids: string[]): Promise<boolean> {
    for (const id of ids) {
      await this.service.check(id).then((value) => {
        if (!value) throw new Error('forbidden');
      });
    }
    return true;
  }

  async mayNest(id: string): Promise<boolean> {
    const answer = await this.service
      .check(id)
      .then(async (value) => {
        if (!value) return false;
        const next = await this.service.ask(id).then((inner) => inner.ok);
        return next || (await this.service.check('other'));
      })
      .catch(() => null);
    if (answer === null) return true;
    return answer;
  }

  async mayFinish(id: string): Promise<boolean> {
    const ok = await this.service.check(id).finally(() => {
      if (this.locked) throw new Error('forbidden');
    });
    return !ok;
  }
}

const asks = (service: Service, id: string): Promise<boolean> => service.ask(id).then((answer) => answer.role === 'admin');

export async function canThrough(service: Service, id: string): Promise<boolean> {
  if (await asks(service, id).catch(() => false)) return true;
  return await asks(service, 'other');
}

function isAdminAnswer(answer: Answer): boolean {
  return answer.role === 'admin';
}

export function canByName(service: Service, id: string): Promise<boolean> {
  return service.ask(id).then(isAdminAnswer).then(Boolean, () => id === 'anyone');
}

// The last element that sets the variable decides, and what it says of itself.
interface Verdict { tool: string; effect: string; strict: boolean }

export function lastEffect(rules: Verdict[], tool: string): boolean {
  let effect = 'deny';
  let strict = false;
  for (const rule of rules) {
    if (rule.tool !== tool) continue;
    if (rule.effect === 'skip') continue;
    effect = rule.effect;
    strict = rule.strict;
  }
  return effect === 'allow' && !strict;
}

export function lastOfTwo(rules: Verdict[], tool: string): boolean {
  let allowed = false;
  for (const rule of rules) {
    if (rule.strict) break;
    if (rule.tool === tool) allowed = true;
    else if (rule.effect === 'deny') allowed = false;
  }
  return allowed;
}

export function lastFound(rules: Verdict[], tool: string): boolean {
  const rule = rules.findLast((candidate) => candidate.tool === tool && !candidate.strict);
  if (!rule) return false;
  return rule.effect === 'allow';
}
