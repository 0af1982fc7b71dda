// Functions whose answers hang on the finer points of the language. Nothing says what they decide: node does.

interface User {
  id: string;
  role: string;
  level: number;
  name?: string;
  tags: string[];
  banned?: boolean;
  quota: number | null;
  flags: Record<string, boolean>;
  manager?: User;
  kind: 'bot' | 'human';
}

interface Doc {
  ownerId: string;
  level: number;
  state: 'draft' | 'open' | 'closed';
  readers: Set<string>;
  shares: Map<string, string>;
  parent?: Doc;
}

export function isAllowedNan(user: User): boolean { return !(user.level < 5); }
export function isAllowedNan2(user: User): boolean { if (user.level >= 5) return true; if (user.level < 5) return false; return true; }
export function isAllowedLoose(user: User): boolean { return user.level == 0; }
export function isAllowedLooseText(user: User): boolean { return user.role == ''; }
export function isAllowedQuota(user: User): boolean { return user.quota ?? 0 > 3 ? true : false; }
export function isAllowedQuota2(user: User): boolean { return (user.quota || 1) > 0; }
export function isAllowedQuota3(user: User): boolean { return user.quota !== null && user.quota; }
export function isAllowedOr(user: User): boolean { const name = user.name || 'nobody'; return name !== 'nobody'; }
export function isAllowedCo(user: User): boolean { const name = user.name ?? 'nobody'; return name !== 'nobody' && name !== ''; }
export function isAllowedShare(user: User, doc: Doc): boolean { return doc.shares.get(user.id) === 'write'; }
export function isAllowedShare2(user: User, doc: Doc): boolean { return doc.shares.has(user.id) || doc.readers.size > 1; }
export function isAllowedFlag(user: User): boolean { return user.flags.admin; }
export function isAllowedFlag2(user: User): boolean { return 'admin' in user.flags && !user.flags.banned; }
export function isAllowedLen(user: User): boolean { return user.tags.length > 1 && user.tags[0] === 'a'; }
export function isAllowedLast(user: User): boolean { return user.tags[user.tags.length - 1] === 'a'; }
export function isAllowedAt(user: User): boolean { return user.tags.at(-1) === 'a'; }
export function isAllowedEvery(user: User): boolean { return user.tags.every(t => t === 'a'); }
export function isAllowedNotEvery(user: User): boolean { return !user.tags.every(t => t === 'a' || t === 'b') || user.tags.length === 0; }
export function isAllowedIndexOf(user: User): boolean { return user.tags.indexOf('a') > -1; }
export function isAllowedIndexOf0(user: User): boolean { return !!user.tags.indexOf('a'); }
export function isAllowedFilterLen(user: User): boolean { return user.tags.filter(t => t !== 'a').length === 0; }
export function isAllowedReduce(user: User): boolean { return user.tags.reduce((acc, t) => acc || t === 'a', false); }
export function isAllowedSwitch(user: User): boolean { switch (true) { case user.role === 'a': return true; case user.level > 3: return false; default: return user.banned === false; } }
export function isAllowedFall(user: User): boolean { let ok = false; switch (user.role) { case 'a': ok = true; case 'b': ok = !ok; break; default: ok = user.kind === 'bot'; } return ok; }
export function isAllowedLabel(user: User, doc: Doc): boolean { outer: for (const t of user.tags) { for (const r of ['x', 'y']) { if (t === r) continue outer; if (t === 'z') return true; } } return false; }
export function isAllowedTry(user: User): boolean { try { if (user.role === 'a') throw new Error('no'); return true; } catch { return user.level > 1; } finally { user.name; } }
export function isAllowedFin(user: User): boolean { try { if (user.role === 'a') return true; } finally { if (user.banned) return false; } return user.level > 1; }
export function isAllowedParent(user: User, doc: Doc): boolean { return (doc.parent?.ownerId ?? doc.ownerId) === user.id; }
export function isAllowedManager(user: User): boolean { return user.manager?.manager?.role === user.role; }
export function isAllowedManager2(user: User): boolean { return user.manager?.role !== 'guest'; }
export function isAllowedManager3(user: User): boolean { const boss = user.manager; if (!boss) return user.role === 'admin'; return boss.level > user.level; }
export function isAllowedXor(user: User, doc: Doc): boolean { return (user.role === 'a') !== (doc.state === 'draft'); }
export function isAllowedTemplate(user: User): boolean { return `${user.kind}:${user.role}` === 'bot:admin'; }
export function isAllowedType(user: User | string): boolean { return typeof user === 'string' ? user === 'root' : user.role === 'root'; }
export function isAllowedStarts(user: User): boolean { return user.role.startsWith('admin') || user.role === 'owner'; }
export function isAllowedLower(user: User): boolean { return user.role.toLowerCase() === 'admin'; }
export function isAllowedBits(user: User): boolean { return (user.level & 4) !== 0; }
export function isAllowedPlus(user: User): boolean { return user.level + 1 > 5; }
export function isAllowedAssign(user: User): boolean { let r; if ((r = user.role) === 'admin') return true; return r === 'owner'; }
export function isAllowedOrAssign(user: User): boolean { let ok = user.banned; ok ||= user.role === 'a'; ok &&= user.kind === 'bot'; return !!ok; }
export function isAllowedNullAssign(user: User): boolean { let n = user.name; n ??= 'x'; return n === 'x'; }
export function isAllowedDelete2(user: User): boolean { const f = { a: user.banned, b: true }; return f.a ? f.b : !f.b; }
export function isAllowedLookup(user: User): boolean { const LEVELS: Record<string, number> = { admin: 3, guest: 0 }; return LEVELS[user.role] >= 2; }
const TABLE: Record<string, string[]> = { admin: ['read', 'write'], guest: ['read'] };
export function isAllowedTable(user: User, action: string): boolean { return TABLE[user.role]?.includes(action) ?? false; }
const MAP = { admin: true, guest: false };
export function isAllowedMap(user: User): boolean { return MAP[user.role as 'admin']; }
export function isForbidden(user: User): boolean { return !user.name && user.level <= 2; }
export function isAllowedForI(user: User): boolean { for (let i = 0; i < user.tags.length; i++) { if (user.tags[i] === 'a') return true; } return false; }
export function isAllowedForOf(user: User): boolean { let ok = true; for (const t of user.tags) { if (t === 'a') { ok = false; break; } if (t === 'b') ok = true; } return ok; }
export function isAllowedConcat(user: User): boolean { return ['a'].concat(user.tags).includes(user.role); }
export function isAllowedNotIn(user: User): boolean { return !['a', 'b'].includes(user.role) && user.role !== 'c'; }
export function isAllowedTernaryChain(user: User): boolean { return user.role === 'a' ? true : user.role === 'b' ? user.level > 2 : user.kind === 'bot' ? !user.banned : false; }
export function isAllowedVoid(user: User): boolean | undefined { if (user.role === 'a') return true; if (user.banned === undefined) return; return false; }
export function isAllowedBool(user: User): boolean { return Boolean(user.name) === true; }
export function isAllowedDouble(user: User): boolean { return !!user.name === !user.banned; }
export function isAllowedNumber(user: User): boolean { return Number(user.role) > 3; }
export function isAllowedArr({ tags: [first, second] }: User): boolean { return first === 'a' && second !== 'b'; }
export function isAllowedDeep({ manager: { role } = { role: 'none' } as User }: User): boolean { return role === 'admin'; }
export function isAllowedRest(user: User, ...roles: string[]): boolean { return roles.includes(user.role); }
export function isAllowedDefault(user: User, roles: string[] = ['admin']): boolean { return roles.includes(user.role); }
export function isAllowedDefault2(user: User, strict = false, min: number = 3): boolean { return strict ? user.level >= min : true; }
export function isAllowedEqNull(user: User): boolean { return user.quota == null || user.quota > 2; }
export function isAllowedCompareText(user: User): boolean { return user.role < 'b'; }
export function isAllowedObj(user: User): boolean { const { role, ...rest } = user; return role === 'a' && rest.level === 1; }
export function isAllowedKeys(user: User): boolean { return Object.keys(user.flags).includes('admin'); }
export function isAllowedEntries(user: User): boolean { return Object.entries(user.flags).some(([k, v]) => k === 'admin' && v); }
export function isAllowedIncludesUndef(user: User): boolean { return ['a', undefined].includes(user.name); }
export function isAllowedIndexNan(user: User): boolean { return [1, NaN].indexOf(user.level) !== -1; }
export function isAllowedNegZero(user: User): boolean { return Object.is(user.level, 0); }
export function isAllowedIsNan(user: User): boolean { return !Number.isNaN(user.level) && user.level > 1; }
