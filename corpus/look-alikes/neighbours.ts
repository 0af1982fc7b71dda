// What stands near permission, and decides nothing of it: the other half of these is in `decisions/recognised.ts`.

interface Baker { id: string; email: string }
interface Request { baker?: Baker; auditor?: string; headers: Record<string, string | undefined> }
interface Reply { status(code: number): Reply; json(body: unknown): void }
type Next = () => void;

declare const app: { use(path: string, handler: (req: Request, res: Reply, next: Next) => void): void };
declare const log: { info(text: string): void };
declare function cors(options: (req: Request, callback: (error: Error | null, options?: object) => void) => void): unknown;
declare const settings: { accessControlMaxAge: number };
declare function originsOf(req: Request): Promise<string[]>;

// Everybody is let on: it notes who asks.
// decides: nothing
export function auditAccess() {
  // decides: nothing
  return (req: Request, res: Reply, next: Next) => {
    if (!req.baker) {
      log.info('nobody');
    } else {
      req.auditor = req.baker.id;
    }
    next();
  };
}

// Somebody is put in, and everybody is let on.
export function mountDemo(): void {
  app.use(
    '/demo',
    // decides: nothing
    (req: Request, res: Reply, next: Next) => {
      if (!req.headers.authorization && !req.baker) {
        req.baker = { id: 'demo', email: 'demo@oven.example' };
      }
      next();
    },
  );
}

export const sites = cors(
  // decides: nothing
  async (req: Request, callback: (error: Error | null, options?: object) => void) => {
    const origin = await originsOf(req);
    if (!origin.length) callback(new Error('no sites'));
    else callback(null, { origin, maxAge: settings.accessControlMaxAge });
  },
);

// A right is the least of what it validates.
// decides: nothing
export function validateLoaf(loaf: { name: string; bakedAt: Date }, ownerId: string): void {
  if (!loaf.name) throw new BadLoafError('a loaf has a name');
  if (loaf.bakedAt > new Date()) throw new BadLoafError('not yet');
  if (loavesOf(ownerId) > 12) throw new OperationDeniedError('a dozen is enough');
}

// A block of code is no denial.
// decides: nothing
export function shouldSerializeCodeBlock(line: string, isCanonicalMember: boolean): boolean {
  return isCanonicalMember && line.startsWith('  ');
}

// What it was handed, in another shape.
export const approveOvenTool = {
  request: {
    // decides: nothing
    body: (params: { authorized: boolean }) => ({ authorized: params.authorized }),
  },
};

export class TokenBucket {
  private tokens = 3;

  // How often, not who.
  // decides: nothing
  consume(count: number): { allowed: boolean; left: number } {
    if (count > this.tokens) return { allowed: false, left: this.tokens };
    this.tokens -= count;
    return { allowed: true, left: this.tokens };
  }
}

// Two things are compared, and nobody is looked at.
// decides: nothing
export function isSameShelfScope(shelf: string | null, scope: string | null): boolean {
  return (shelf ?? '') === (scope ?? '');
}

// The address of an owner is an address.
// decides: nothing
export function assertOwnerEmailIsUnknown(ownerEmail: string, known: { email: string }[]): void {
  if (known.some(baker => baker.email === ownerEmail)) throw new Error('this address is known');
}

// It says how an error is answered.
// decides: nothing
export const recipeErrorPolicy = (error: unknown): Response | null =>
  error instanceof RecipeAccessError ? Response.json({ text: 'forbidden' }, { status: 403 }) : null;

// What is looked up is no refusal, whatever it is called.
// decides: nothing
export async function getAuthorizedOvenContext(id: string): Promise<OvenContext | null> {
  const row = await rowOf(id);
  if (!row) return null;
  return ovenAuthContextOf(row);
}

export class LoafController {
  // A handler: a guard is part of it.
  // decides: nothing
  async activateMember(ability: { cannot(action: string): boolean }, id: string): Promise<void> {
    if (ability.cannot('manage')) throw new ForbiddenError('not for you');
    await activate(id);
  }
}

// How many, not who.
// decides: nothing
export function enforceOvenLimits(count: number): void {
  if (count > 3) throw new ForbiddenError('three ovens are enough');
}

// What a scope is for.
// decides: nothing
export function isAdminScope(scope: string): boolean {
  return scope.startsWith('admin:');
}

class BadLoafError extends Error {}
class OperationDeniedError extends Error {}
class RecipeAccessError extends Error {}
class ForbiddenError extends Error {}
interface OvenContext { id: string }
declare function loavesOf(ownerId: string): number;
declare function rowOf(id: string): Promise<{ id: string } | undefined>;
declare function ovenAuthContextOf(row: { id: string }): OvenContext;
declare function activate(id: string): Promise<void>;

// It says how things stand, to be read.
// decides: nothing
export function presentAuthentication(source: string): { authenticated: boolean; source: string } {
  if (source === 'file') return { authenticated: true, source };
  return { authenticated: false, source };
}
