// Guards around a handler: calling the handler is going on, whatever it is handed.

import { RequestError } from './request-error';

interface Visit { user?: { id: string; isKeeper: boolean } }
type Handler = (given: { req: Request; visit: Visit }) => Promise<Response>;
declare function readVisit(req: Request): Promise<Visit | undefined>;
declare function traced<T>(run: T): T;
declare function answerError(error: unknown): Response;

// decides: nothing
export const withVisit = (handler: Handler) =>
  // decides: deny when !visit?.user
  // decides: allow otherwise
  async (req: Request) => {
    const visit = await readVisit(req);
    if (!visit?.user) {
      return new Response('sign in first', { status: 401 });
    }
    return handler({ req, visit });
  };

// decides: nothing
export const withKeeper = (handler: Handler, { silent = false }: { silent?: boolean } = {}) => {
  return traced(
    // decides: deny when !visit?.user
    // decides: deny when visit?.user && !visit.user.isKeeper
    // decides: allow otherwise
    async (req: Request) => {
      const visit = await readVisit(req);
      if (!visit?.user) {
        throw new RequestError({ code: 'unauthorized', message: 'Unauthorized: sign in first.' });
      }
      if (!visit.user.isKeeper) {
        throw new RequestError({ code: 'forbidden', message: 'Keepers only.' });
      }
      return await handler({ req, visit });
    },
  );
};

// decides: nothing
export function withTiming(handler: Handler) {
  // decides: nothing
  return async (req: Request) => {
    const visit = await readVisit(req);
    if (!visit) throw new Error('no visit');
    return handler({ req, visit });
  };
}

interface Enquiry { body: string; headers: Map<string, string> }
declare function signatureOf(text: string, secret: string): string;
declare const verifier: { update(text: string): void; verify(key: string, signature: string): boolean };

// decides: deny when !enquiry.headers.get('signature')
// decides: deny when enquiry.headers.get('signature') && !verifier.verify(key, enquiry.headers.get('signature'))
// decides: allow otherwise
export function verifySignature(enquiry: Enquiry, key: string) {
  const signature = enquiry.headers.get('signature');
  if (!signature) return false;
  return verifier.verify(key, signature);
}

// decides: deny when enquiry.headers.get('signature') !== signatureOf(enquiry.body, secret)
// decides: allow otherwise
export function verifyWebhookSignature(enquiry: Enquiry, secret: string) {
  if (enquiry.headers.get('signature') !== signatureOf(enquiry.body, secret)) {
    throw new Error('the signature does not match');
  }
}

// decides: deny when !user
// decides: allow otherwise
export function verifySocketClient(request: Request, visits: { of(request: Request): object | null }): boolean {
  const user = visits.of(request);
  if (!user) {
    return false;
  }
  return true;
}

// decides: allow when scopes.every(scope => allowedScopes.includes(scope))
// decides: deny otherwise
export const validateScopesForRole = (scopes: string[], allowedScopes: string[]) => {
  return !scopes.some(scope => !allowedScopes.includes(scope));
};

// decides: allow when allowedHostnames.length === 0 || allowedHostnames.includes(hostname)
// decides: deny otherwise
export function verifyAnalyticsAllowedHostnames(allowedHostnames: string[], hostname: string) {
  if (allowedHostnames.length === 0) return true;
  if (allowedHostnames.includes(hostname)) return true;
  return false;
}

// decides: deny when account.blocked
// decides: deny when !account.blocked && !account.verified
// decides: allow otherwise
export async function canChangeEmail(account: { blocked: boolean; verified: boolean }, email: string): Promise<boolean> {
  if (account.blocked) return false;
  return account.verified;
}

export class PolicyEnforcer {
  constructor(private rules: { who: string; what: string }[]) {}

  // decides: allow when this.rules.some(rule => rule.who === who && rule.what === what)
  // decides: deny otherwise
  enforce(who: string, what: string): boolean {
    return this.rules.some(rule => rule.who === who && rule.what === what);
  }
}

// Where the check does its work, not where it is left out.
// default: deny
export function verifyTimerSignature(req: Request) {
  if (process.env.DEPLOYED !== '1') return;
  const given = req.headers.get('authorization');
  if (given !== `Bearer ${process.env.TIMER_SECRET}`) throw new RequestError({ code: 'unauthorized', message: 'no' });
}

// default: deny
export function requireTimer(req: Request) {
  if (process.env.SKIP_AUTH === '1') return;
  if (!req.headers.get('authorization')) throw new RequestError({ code: 'unauthorized', message: 'no' });
}
