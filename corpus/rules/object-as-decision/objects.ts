// Objects that are there whatever they say.

interface User { id: string; role: string }
interface Trust { isTrusted: boolean | undefined; source?: string }
interface AuthResult { user: User | null; permissions: string[] }

declare const sessions: { find(token: string | null): Promise<User | null> };
declare const preview: { enable(): void };
declare const extensions: { install(name: string): void; load(): string[] };
declare const trusted: Set<string>;

class ForbiddenError extends Error {}

function folderTrust(folder: string): Trust {
  if (trusted.has(folder)) return { isTrusted: true, source: 'file' };
  return { isTrusted: false };
}

async function auth(headers: Headers): Promise<AuthResult> {
  const user = await sessions.find(headers.get('authorization'));
  return { user, permissions: user ? ['read'] : [] };
}

// Untyped: what it returns says what it gives.
function checkQuota(user: User, used: number) {
  const allowed = used < 10 || user.role === 'admin';
  return { allowed, used };
}

// The object is negated, not what it says.
export function install(folder: string, name: string) {
  if (!folderTrust(folder)) { // expect: object-as-decision
    throw new Error('not allowed in an untrusted folder');
  }
  extensions.install(name);
}

// A default for what is never missing.
export function load(folder: string): string[] {
  if (folderTrust(folder) ?? true) { // expect: object-as-decision
    return extensions.load();
  }
  return [];
}

// The answer holds the user, and there is an answer for nobody, too.
export async function enablePreview(request: Request): Promise<Response> {
  const user = await auth(request.headers); // expect: object-as-decision
  if (!user) {
    return new Response('you may not see this', { status: 403 });
  }
  preview.enable();
  return new Response('ok');
}

// Set inside of a `try` whose handler leaves.
export async function enableLater(request: Request): Promise<Response> {
  let user;
  try {
    user = await auth(request.headers); // expect: object-as-decision
  } catch {
    return new Response('no', { status: 500 });
  }
  if (!user) {
    return new Response('you may not see this', { status: 403 });
  }
  preview.enable();
  return new Response('ok');
}

// `null` is not what it gives for nobody.
export async function enableCompared(request: Request) {
  const session = await auth(request.headers); // expect: object-as-decision
  if (session === null) throw new ForbiddenError('sign in first');
  preview.enable();
}

// What it returns is put together in variables; the reason is read, the decision is not.
export function upload(user: User, used: number) {
  const quota = checkQuota(user, used); // expect: object-as-decision
  if (!quota) {
    throw new ForbiddenError('not allowed');
  }
  return quota.used + 1;
}

// An object is never `false`.
export function uploadCompared(user: User, used: number) {
  if (checkQuota(user, used) === false) { // expect: object-as-decision
    throw new ForbiddenError('not allowed');
  }
  return used + 1;
}

// There is a session for everybody, and nothing in it that tells them apart.
function sessionOf(request: Request) {
  return { startedAt: 0, agent: request.headers.get('user-agent') };
}

export function greet(request: Request): Response {
  const session = sessionOf(request); // expect: object-as-decision
  if (!session) return new Response('sign in first', { status: 401 });
  return new Response('hello');
}
