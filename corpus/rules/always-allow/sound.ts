enum Decision { Allow = 'allow', Deny = 'deny', Ask = 'ask' }
interface User { id: string; role: string; permissions: string[] }
interface Doc { id: string; ownerId: string; locked: boolean }
interface PermissionChecker { can(user: User, action: string): boolean }
interface Engine { decide(userId: string, action: string): Promise<boolean> }

class ForbiddenError extends Error {}

declare function authorize(user: User, action: string): void;

// Always throws.
function refuse(reason: string): never {
  throw new ForbiddenError(reason);
}

// A null object for set-ups without permissions: it says so by its name.
export class NoopPermissionChecker implements PermissionChecker {
  // Constant by purpose.
  can(user: User, action: string): boolean {
    return true;
  }
}

// The name says whom it allows.
export function allowAll(user: User): boolean {
  return true;
}

// Open to anyone by name.
export const anyone = (user: User | null): boolean => true;

// The access rule of public pages.
export function publicAccess(user: User | null): boolean {
  return true;
}

export class PublicDocumentPolicy {
  // The class is about public documents, which everybody reads.
  canRead(user: User, doc: Doc): boolean {
    return true;
  }
}

// The helper throws: behind it the answer can only be yes.
export function canPublish(user: User): boolean {
  authorize(user, 'publish');
  return true;
}

// The helper in this file never returns.
export function canUnlock(user: User): boolean {
  if (user.role !== 'admin') refuse('admins only');
  return true;
}

// A guard that returns true or throws has a denial: the throw.
export function checkOwner(user: User, doc: Doc): boolean {
  if (doc.ownerId !== user.id) {
    throw new ForbiddenError('owners only');
  }
  return true;
}

// The other check decides, whatever it says.
export async function isAllowed(engine: Engine, user: User, action: string): Promise<boolean> {
  return engine.decide(user.id, action);
}

// Asks for everything: nothing is allowed without a person.
export function decideUnknownTool(tool: string): Decision {
  console.info(`no rule for ${tool}`);
  return Decision.Ask;
}

// A capability of a format, not a right of a person.
export function canBeCompressed(mime: string): boolean {
  return true;
}

// One exit denies, however it is spelt.
export function hasWritePermission(user: User, doc: Doc): boolean {
  const refused = doc.locked || !user.permissions.includes('write');
  return !refused;
}
