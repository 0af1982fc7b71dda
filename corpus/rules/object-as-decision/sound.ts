// Tests of being there that tell something, and answers that are read.

interface User { id: string; role: string }
interface AuthResult { user: User | null; permissions: string[] }
interface Access { allowed: boolean; reason?: string }

declare const sessions: { find(token: string | null): Promise<User | null> };
declare const preview: { enable(): void };
declare const trusted: Map<string, boolean>;
declare const audit: { record(access: Access): boolean };

class ForbiddenError extends Error {}

async function auth(headers: Headers): Promise<AuthResult> {
  const user = await sessions.find(headers.get('authorization'));
  return { user, permissions: user ? ['read'] : [] };
}

function checkAccess(user: User, docId: string): Access {
  if (user.role === 'admin') return { allowed: true };
  return { allowed: false, reason: `not yours: ${docId}` };
}

// The member is taken out at once.
export async function enablePreview(request: Request): Promise<Response> {
  const { user } = await auth(request.headers);
  if (!user) return new Response('no', { status: 403 });
  preview.enable();
  return new Response('ok');
}

// The object is tested for good measure, and then read.
export async function enableBoth(request: Request): Promise<Response> {
  const session = await auth(request.headers);
  if (!session || !session.user) return new Response('no', { status: 403 });
  preview.enable();
  return new Response('ok');
}

// An error leaves nothing in the variable: that is the question.
export async function enableCaught(request: Request): Promise<Response> {
  let session: AuthResult | null = null;
  try {
    session = await auth(request.headers);
  } catch {
    preview.enable.name;
  }
  if (!session) return new Response('no', { status: 403 });
  return Response.json(session.permissions);
}

// Declared without a value, and left without one by an error.
export async function enableUnset(request: Request): Promise<Response> {
  let session;
  try {
    session = await auth(request.headers);
  } catch {
    preview.enable.name;
  }
  if (!session) return new Response('no', { status: 403 });
  return new Response('ok');
}

// Asked only where there is a token.
export async function enableWithToken(request: Request, token: string | null): Promise<Response> {
  const session = token ? await auth(request.headers) : null;
  if (!session) return new Response('no', { status: 403 });
  return new Response('ok');
}

// The chain gives nothing for an error.
export async function enableChained(request: Request): Promise<Response> {
  const session = await auth(request.headers).catch(() => null);
  if (!session) return new Response('no', { status: 403 });
  return new Response('ok');
}

// Somebody else looks into it.
export function record(user: User, docId: string): boolean {
  const access = checkAccess(user, docId);
  if (!access) throw new ForbiddenError('no answer');
  return audit.record(access);
}

// Given on with what it says.
export function accessOf(user: User, docId: string): Access {
  const access = checkAccess(user, docId);
  if (!access) throw new ForbiddenError('no answer');
  return access;
}

// It gives nothing where there is nobody.
function currentUser(id: string | null): { id: string; isAdmin: boolean } | undefined {
  if (!id) return undefined;
  return { id, isAdmin: false };
}

export function requireSignIn(id: string | null) {
  const user = currentUser(id);
  if (!user) throw new ForbiddenError('sign in first');
  return user;
}

// A guard that refuses by itself: the test behind it is a precaution.
async function requireSession(headers: Headers): Promise<{ id: string }> {
  const user = await sessions.find(headers.get('authorization'));
  if (!user) throw new ForbiddenError('sign in first');
  return { id: user.id };
}

export async function profile(request: Request): Promise<Response> {
  const session = await requireSession(request.headers);
  if (!session) return new Response('no', { status: 401 });
  return Response.json(session.id);
}

// Whether there is a callback is the question.
export function publish(doc: string, canPublish?: (doc: string) => boolean) {
  if (canPublish && !canPublish(doc)) throw new ForbiddenError('not allowed');
  return doc;
}

// An optional member is asked for before it is called.
interface Policy { canRead?(user: User): boolean }
class OpenPolicy implements Policy {
  canRead(user: User): boolean {
    return user.role !== 'banned' && user.role === 'reader';
  }
}

export function reads(policy: Policy, user: User): boolean {
  if (!policy.canRead) return false;
  return policy.canRead(user);
}

export const standard: Policy = new OpenPolicy();

// A getter answers when it is read.
export class Account {
  constructor(private readonly roles: string[]) {}

  get isAdmin(): boolean {
    return this.roles.includes('admin');
  }
}

export function purge(account: Account, run: () => void) {
  if (!account.isAdmin) throw new ForbiddenError('admins only');
  run();
}

// Whether a text starts with another.
export function withinRoot(path: string, root: string): void {
  if (path.indexOf(`${root}/`) !== 0) throw new ForbiddenError('outside of the root is forbidden');
}

export function isAllowedPath(path: string, role: string): boolean {
  if (!path.indexOf('/public/')) return role === 'reader';
  return role === 'admin';
}

// Compared with a number.
export function canModerate(roles: string[]): boolean {
  return roles.indexOf('moderator') >= 0;
}

// The length is tested.
export function requireStaff(roles: string[]): void {
  if (!roles.filter((role) => role === 'staff').length) throw new ForbiddenError('staff only');
}

// A map may hold nothing.
export function requireTrust(folder: string): void {
  const trust = trusted.get(folder);
  if (!trust) throw new ForbiddenError('untrusted');
}

// A list that says who may, by being empty.
function deniedScopes(granted: string[], asked: string[]): string[] {
  return asked.filter((scope) => !granted.includes(scope));
}

export function requireScopes(granted: string[], asked: string[]): void {
  const denied = deniedScopes(granted, asked);
  if (denied.length > 0) throw new ForbiddenError('missing scopes');
}

// What is not found is told by the same status as what is forbidden; nobody's right is asked.
async function describeFile(name: string): Promise<{ name: string; size: number }> {
  const size = await Promise.resolve(name.length);
  return { name, size };
}

export async function download(name: string): Promise<Response> {
  const info = await describeFile(name);
  if (info == null) return new Response('not found', { status: 401 });
  return new Response(info.name);
}
