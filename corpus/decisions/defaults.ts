// What a check answers to a request that no rule names: one function for each clause of the definition.

import { relative } from 'node:path';
import { type Judgement, Ruling } from './rulings';
import { fetchBadge, isReservedPort, lookupQuotaMatch, requireCuratorRole, splitPhrases } from './helpers';

type Verdict = 'allow' | 'deny' | 'ask';
type Shelf = { kind: 'open' } | { kind: 'closed' };
interface User { id: string; museumId: string; isCurator: boolean; frozen: boolean; rank: number; badges: string[]; desk?: string }
interface Room { id: string; museumId: string; minRank: number; visitors: number; capacity: number }
interface HallSettings { toursEnabled: boolean; allowedHalls?: string[]; excludedHalls?: string[] }
interface Entrance { form: 'gate' | 'hatch' | 'ramp'; access?: (user: User) => boolean }
interface Warden { judge(user: User, room: string): Promise<Judgement>; isSealed(room: string): boolean; decide(user: User, room: string): Promise<Verdict> }

const FORBIDDEN_TOOLS = ['hammer', 'chisel'];
const ALLOWED_AUTH_TYPES = ['ticket', 'badge'];
const EXIT_FINE = 0;
const EXIT_WARNING = 1;

// A deny list: what it does not name may pass.
// default: allow
export function isToolAllowed(tool: string): boolean {
  if (FORBIDDEN_TOOLS.includes(tool)) return false;
  return true;
}

// An allow list: what it does not name may not.
// default: deny
export function canUseInstrument(tool: string, approvedInstruments: Set<string>): boolean {
  return approvedInstruments.has(tool);
}

// The same as a guard: the end is reached by those it let pass.
// default: deny
export function assertMuseumAccess(user: User, room: Room): void {
  if (user.museumId !== room.museumId) {
    throw new ForbiddenError('another museum');
  }
}

// A guard that refuses what it names: everybody else passes.
// default: allow
export function assertNotFrozen(user: User): void {
  if (user.frozen) {
    throw new ForbiddenError('the pass is frozen');
  }
}

// An inverted deny list.
// default: allow
export function isVisitorBlocked(user: User, blockedVisitors: string[]): boolean {
  return blockedVisitors.includes(user.id);
}

// An answer in words: neither list has a match.
// default: ask
export function decideRoom(room: string, allowedRooms: string[], closedRooms?: string[]): Verdict {
  if (!room) return 'allow';
  const open = lookupQuotaMatch(room, allowedRooms ?? []);
  const shut = lookupQuotaMatch(room, closedRooms ?? []);
  if (open && !shut) return 'allow';
  if (!open && shut) return 'deny';
  if (open && shut) return open.length > shut.length ? 'allow' : 'deny';
  return 'ask';
}

// `every` part of what is asked for must be named; a request has parts.
// default: ask
export function decideTour(tour: string, allowedRooms: string[], closedRooms: string[]): Verdict {
  if (!tour?.trim()) return 'allow';
  const verdicts = splitPhrases(tour).map((part): Verdict => decideRoom(part, allowedRooms, closedRooms));
  if (verdicts.includes('deny')) return 'deny';
  if (verdicts.every(verdict => verdict === 'allow')) return 'allow';
  return 'ask';
}

// The parts that hold nothing are passed over, but there are others.
// default: deny
export function isTourApproved(tour: string, approvedStops: string[]): boolean {
  const stops = splitPhrases(tour);
  return stops.every(stop => {
    const trimmed = stop.trim();
    if (!trimmed) return true;
    return approvedStops.includes(trimmed);
  });
}

// What is required is there, and not met.
// default: deny
export function hasRequiredPermissions(user: User, requiredBadges: string[]): boolean {
  for (const badge of requiredBadges) {
    if (!user.badges.includes(badge)) return false;
  }
  return true;
}

// The switch is on, the lists are not filled in.
// default: allow
export function canEnterHall(hall: string, settings: HallSettings): { allowed: boolean; reason?: string } {
  if (!settings.toursEnabled) {
    return { allowed: false, reason: 'no tours today' };
  }
  if (settings.allowedHalls !== undefined && !settings.allowedHalls.includes(hall)) {
    return { allowed: false, reason: 'not on the list' };
  }
  if (settings.excludedHalls && settings.excludedHalls.includes(hall)) {
    return { allowed: false, reason: 'excluded' };
  }
  return { allowed: true };
}

// A list that is empty leaves everything open.
// default: allow
export async function isHallAllowed(hall: string): Promise<boolean> {
  const allowedHalls = await readAllowedHalls();
  if (allowedHalls.includes('*') || allowedHalls.length === 0) return true;
  return allowedHalls.some(known => hall === known);
}

// Where the switch is all that is asked for it is the rule.
// default: deny
export function hasTourAccess(settings: HallSettings): boolean {
  return settings.toursEnabled;
}

// Also where the museum that it belongs to is looked up.
// default: deny
export async function checkTourPermission(museumId: string): Promise<void> {
  const museum = await fetchBadge(museumId);
  if (!museum) throw new NotFoundError('no such museum');
  const isTourEnabled = await readTourEnabled(museumId);
  if (!isTourEnabled) throw new ForbiddenError('no tours here');
}

// What is given is there, whatever its name has in common with persons.
// default: deny
export function assertAccessAuthType(authType: string | undefined): void {
  if (authType && !ALLOWED_AUTH_TYPES.includes(authType)) throw new ForbiddenError('another way to sign in');
}

// A path outside its root is what no root names.
// default: deny
export function isArchivePathAllowed(path: string, archive: string): boolean {
  const inside = relative(archive, path);
  return inside === '' || !inside.startsWith('..');
}

// Here leaving the root is what is looked for.
// default: allow
export function isPathOutsideBlocked(path: string, archive: string): boolean {
  return relative(archive, path).startsWith('..');
}

// A number that is none of the listed ones.
// default: deny
export function decideByExitCode(code: number): { decision: 'allow' | 'deny' } {
  if (code === EXIT_FINE) return { decision: 'allow' };
  if (code === EXIT_WARNING) return { decision: 'allow' };
  return { decision: 'deny' };
}

// A rank falls short of what is demanded.
// default: deny
export function hasVaultAccess(user: User, room: Room): boolean {
  if (user.rank < room.minRank) return false;
  return true;
}

// A count stays below its limit.
// default: allow
export function assertRoomAdmits(room: Room): void {
  if (room.visitors > room.capacity) {
    throw new ForbiddenError('the room is full');
  }
}

// Its place in the list: nowhere.
// default: deny
export function hasNightAccess(user: User): boolean {
  return user.badges.indexOf('night') !== -1;
}

// Another check is asked; it finds nothing.
// default: allow
export function isPortBlocked(port: string): boolean {
  try {
    const url = new URL(port);
    if (url.hostname === 'depot') return true;
    return isReservedPort(port);
  } catch {
    return true;
  }
}

// Another check's answer is all there is.
// default: unknown
export function decideByWarden(warden: Warden, user: User, room: string): Promise<Verdict> {
  return warden.decide(user, room);
}

// Where the other check fails, this one has an answer.
// default: deny
export async function judgeWithWarden(warden: Warden, user: User, room: string): Promise<{ allowed: boolean; reason?: string }> {
  try {
    return await warden.judge(user, room);
  } catch {
    return { allowed: false, reason: 'the warden is away' };
  }
}

// Members of an enum of another file say their decision by their names.
// default: deny
export function evaluateLoan(user: User, partner: string): { decision: Ruling } {
  if (user.museumId === partner) {
    return { decision: Ruling.ALLOW };
  }
  return { decision: Ruling.DENY };
}

// No closed form has a check of its own: optional checks are absent.
// default: allow
export function checkEntranceAccess(entrance: Entrance, user: User): boolean {
  switch (entrance.form) {
    case 'gate':
      return !entrance.access || entrance.access(user);
    case 'hatch':
      return !entrance.access || entrance.access(user);
    case 'ramp':
      return !entrance.access || entrance.access(user);
  }
}

// A closed type leaves nobody unnamed: the least that is granted.
// default: deny
export function hasShelfAccess(shelf: Shelf): boolean {
  switch (shelf.kind) {
    case 'open':
      return true;
    case 'closed':
      return false;
  }
}

// The visitor is there; the desk is used, so it is there, too, and the lookup finds no clerk.
// default: deny
export async function assertDeskAccess(user: User): Promise<void> {
  if (user.desk) {
    const clerk = await fetchBadge(user.desk);
    if (!clerk) {
      throw new ForbiddenError('no clerk of this desk');
    }
  }
}

// A grant is looked for, and there is none.
// default: deny
export async function hasGalleryAccess(user: User, hall: string): Promise<boolean> {
  const membership = await fetchBadge(`${user.id}:${hall}`);
  if (!membership) return false;
  if (membership.frozen) return false;
  return true;
}

// A guard from elsewhere stands in front: it does not let pass.
// default: deny
export function canRestoreExhibit(user: User): boolean {
  requireCuratorRole(user);
  if (user.frozen) return false;
  return true;
}

// Being signed in is the question: nobody is.
// default: deny
export function requireSession(request: { session?: { user: User } }): void {
  if (!request.session) {
    throw new UnauthorizedError('sign in first');
  }
}

// The same without the name: that there is a user is all that is asked.
// default: deny
export function hasCatalogueAccess(request: { user?: User }): boolean {
  return Boolean(request.user);
}

// With a further question the user is there.
// default: allow
export function assertMayBorrow(request: { user?: User }, borrowed: string[]): void {
  if (!request.user) throw new UnauthorizedError('sign in first');
  if (borrowed.includes(request.user.id)) throw new ForbiddenError('one at a time');
}

// The exhibit is what the check is about: it is found.
// default: allow
export async function assertExhibitNotSealed(user: User, exhibitId: string): Promise<void> {
  const exhibit = await fetchBadge(exhibitId);
  if (!exhibit) throw new NotFoundError('no such exhibit');
  if (user.frozen) throw new ForbiddenError('not now');
}

// The rules hold no match; the second answer is a value of the configuration.
export class GateKeeper {
  constructor(private defaultVerdict: string) {}


  private rules: { room: string; verdict: Verdict }[] = [];

  // default: deny
  hasCellarAccess(user: User): boolean {
    if (this.rules.some(rule => rule.room === 'vault')) return true;
    return user.isCurator;
  }

  // default: config
  decideEntry(user: User, room: string): Verdict | string {
    if (user.frozen) return 'deny';
    if (user.isCurator) return 'allow';
    if (this.rules.some(rule => rule.room === room)) return 'ask';
    return this.defaultVerdict;
  }
}

class ForbiddenError extends Error {}
class UnauthorizedError extends Error {}
class NotFoundError extends Error {}
declare function readTourEnabled(museumId: string): Promise<boolean>;
declare function readAllowedHalls(): Promise<string[]>;

declare function verifyToken(token: string): { userId: string };

// A call that verifies refuses whom it does not know, and the handler says so.
// default: deny
export function isAuthorizedUser(user: { token: string }): boolean {
  try {
    return verifyToken(user.token).userId !== '';
  } catch {
    return false;
  }
}
