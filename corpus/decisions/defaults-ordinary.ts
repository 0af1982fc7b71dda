// What is ordinary about a request that no rule names: the things at hand, switches, persons, forms, lookups; beside each what looks alike and is not.

import { type Request, type Response as Reply, type NextFunction } from 'express';
import { BROWSE, isFeeChargeEnabled, type Plan } from './ferry-settings';

interface Sailor { id: string; isPurser: boolean; ports: string[] }
interface Cabin { number: string; deck: { berths: string[] } }
interface Harbour { mayAnchor(sailor: Sailor, port: string): boolean; canDock(sailor: Sailor, port: string): Promise<boolean>; isQuarantined(port: string): boolean }
interface Flags { isEnabled(name: string): boolean }
interface Where { [field: string]: { equals: boolean } }
type CrewRequest = Request & { sailor?: Sailor; user?: Sailor };

declare const harbour: Harbour;
declare const flags: Flags;
declare const store: { find(selector: object): Promise<Cabin | undefined>; findFirstOrThrow(selector: object): Promise<Cabin> };
declare const bus: { publish(message: object): Promise<void> };
declare const outcomes: { awaitKey(id: string): Promise<{ outcome: string }> };

// Another check is asked of each thing at hand, and says no.
// default: deny
export function assertPortsPermitted(sailor: Sailor, ports: string[]): void {
  for (const port of ports) {
    if (!harbour.mayAnchor(sailor, port)) {
      throw new ForbiddenError('not this port');
    }
  }
}

// Here it is asked what is refused: nothing is.
// default: allow
export function assertPortsNotForbidden(ports: string[]): void {
  for (const port of ports) {
    if (harbour.isQuarantined(port)) {
      throw new ForbiddenError('nobody may dock there');
    }
  }
}

// All of `permissions` that a check is handed are demanded.
// default: deny
export function hasDeckAccess(sailor: Sailor, permissions: string[]): boolean {
  const asked = permissions.filter(permission => permission !== BROWSE);
  if (!asked.length) return true;
  return asked.every(permission => sailor.ports.includes(permission));
}

// What somebody has is looked through for a match.
// default: deny
export function hasCaptainRole(roles: { name: string }[]): boolean {
  return roles.some(role => role.name === 'captain');
}

// Verdicts in a list: `every` asks for them alone.
// default: deny
export async function hasAccessToAllPorts(sailor: Sailor): Promise<boolean> {
  const ports = sailor.isPurser ? sailor.ports : ['home'];
  return await Promise.all(ports.map(async port => await harbour.canDock(sailor, port))).then(all => all.every(may => may));
}

// What `Promise.all` gives in its order is what each call gives: the switch is on.
// default: deny
export async function hasBoardingPermission(sailor: Sailor, port: string): Promise<boolean> {
  const [mayDock, inspected] = await Promise.all([harbour.canDock(sailor, port), flags.isEnabled('inspections')]);
  return mayDock || !inspected;
}

// A switch of another file, under its own name.
// default: deny
export function evaluateCargoPolicy(plan: Plan): { allowed: boolean } {
  if (!isFeeChargeEnabled) return { allowed: true };
  if (plan === 'freighter') return { allowed: true };
  return { allowed: false };
}

// A switch that turns the check off is off.
// default: deny
export function requireBoardingAccess(req: CrewRequest, res: Reply, next: NextFunction): void {
  if (flags.isEnabled('openGangway')) {
    next();
    return;
  }
  if (!req.sailor?.isPurser) {
    res.status(403).end();
    return;
  }
  next();
}

// Persons whose being there is enough are all that is asked for, whatever else is looked at.
// default: deny
export function gangway(req: CrewRequest, res: Reply, next: NextFunction): void {
  if (req.user) {
    next();
    return;
  }
  if (req.headers.authorization) {
    res.status(401).json({ message: 'sign in once more' });
    return;
  }
  res.status(401).json({ message: 'sign in' });
}

// Nobody is refused: who is not signed in sees less.
// default: allow
export const hasReadAccess = (args: { req: { user?: Sailor } }): boolean | Where => {
  if (!args.req.user) {
    return { open: { equals: true } };
  }
  return true;
};

// A right by its absence: nobody has it.
// default: deny
export function assertMayReadLog(ability: { cannot(action: string): boolean }): void {
  if (ability.cannot('read')) {
    throw new ForbiddenError('the log is closed');
  }
}

// What a guard of this name refuses it refuses here, too.
// default: deny
export function assertChartAccess(sailor: Sailor): void {
  validateCanRead(sailor);
}

// Asked once more.
// default: deny
export async function assertStillAboard(sailor: Sailor): Promise<void> {
  await reauthorizeSailor(sailor);
  if (sailor.ports.includes('closed')) throw new ForbiddenError('closed');
}

// What is asked about has the form it should, and no ports are listed.
// default: allow
export async function isPortAllowed(cabinId: string, port: string, settings: { allowedPorts?: string[] }): Promise<boolean> {
  if (!isValidUuid(cabinId)) return false;
  if (!settings.allowedPorts?.length) return true;
  return settings.allowedPorts.includes(port);
}

// That something is valid is more than a form.
// default: deny
export function isTicketAllowed(ticket: string): boolean {
  if (!isValidTicket(ticket)) return false;
  return true;
}

// A lookup by several keys that throws: they do not belong together.
// default: deny
export async function isCabinOwner(number: string, sailorId: string): Promise<boolean> {
  try {
    await store.findFirstOrThrow({ where: { number, sailorId } });
    return true;
  } catch {
    return false;
  }
}

// By one key it is what the check is about.
// default: allow
export async function isCabinAllowed(number: string, closedDecks: string[]): Promise<boolean> {
  try {
    const cabin = await store.findFirstOrThrow({ where: { number } });
    return !closedDecks.includes(cabin.number);
  } catch {
    return false;
  }
}

export function verifyBoardingPass(req: CrewRequest, res: Reply, next: NextFunction): void {
  passes.verify(
    req.header('pass'),
    // What verifies somebody hands on an error, and nobody.
    // default: deny
    (err: Error | null, user: Sailor | undefined) => {
      if (err) {
        res.status(401).end();
        return;
      }
      req.user = user;
      next();
    },
  );
}

// Where nothing is sent whoever waits has no grant.
// default: deny
export async function confirmBoarding(answer: string): Promise<string | undefined> {
  if (answer !== 'aye' && answer !== 'nay') return undefined;
  await bus.publish({ confirmed: answer === 'aye' });
  return answer;
}

// What a person decides is awaited.
// default: ask
export async function awaitBoardingConfirmation(id: string): Promise<{ outcome: string }> {
  const { outcome } = await outcomes.awaitKey(id);
  return { outcome };
}

class ForbiddenError extends Error {}
declare const passes: { verify(pass: string | undefined, done: (err: Error | null, user: Sailor | undefined) => void): void };
declare function validateCanRead(sailor: Sailor): void;
declare function reauthorizeSailor(sailor: Sailor): Promise<void>;
declare function isValidUuid(text: string): boolean;
declare function isValidTicket(text: string): boolean;

// What another check says is its refusal, by the name it is given here.
// default: deny
export async function checkHoldAccess(sailor: Sailor): Promise<Response | null> {
  const failure = await resolveHoldScope(sailor);
  return failure ? Response.json({ message: failure.text }, { status: 403 }) : null;
}

// It is handed on as the answer.
// default: deny
export async function checkBridgeAccess(sailor: Sailor, hatches: string[]): Promise<Response | null> {
  if (hatches.includes('bridge')) return new Response('closed', { status: 403 });
  const answer = await verifyWatch(sailor);
  if (answer) return answer;
  return null;
}

// What went wrong elsewhere did not.
// default: allow
export async function checkGalleyAccess(sailor: Sailor): Promise<Response | null> {
  const failure = await readStoreroom(sailor);
  return failure ? Response.json({ message: failure.text }, { status: 403 }) : null;
}

declare function resolveHoldScope(sailor: Sailor): Promise<{ text: string } | null>;
declare function verifyWatch(sailor: Sailor): Promise<Response | null>;
declare function readStoreroom(sailor: Sailor): Promise<{ text: string } | null>;

// A switch that is no more than one way in is off.
// default: deny
export function hasLoungeAccess(sailor: Sailor, settings: { isLoungeEnabled: boolean }): boolean {
  if (settings.isLoungeEnabled && sailor.ports.length > 1) return true;
  return isPurserOf(sailor);
}
declare function isPurserOf(sailor: Sailor): boolean;
