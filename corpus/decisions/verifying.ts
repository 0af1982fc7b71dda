// Checks whose names verify, validate, enforce, or hold a word of another matter.

interface Enquiry { body: string; signature: string; headers: Map<string, string> }
declare const verifier: { update(text: string): void; verify(key: string, signature: string): boolean };

// decides: deny when !enquiry.headers.get('signature')
// decides: delegated otherwise
export function verifySignature(enquiry: Enquiry, key: string) {
  const signature = enquiry.headers.get('signature');
  if (!signature) return false;
  return verifier.verify(key, signature);
}

// decides: deny when enquiry.signature !== expected
// decides: allow otherwise
export function verifyWebhookSignature(enquiry: Enquiry, expected: string) {
  if (enquiry.signature !== expected) {
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

// decides: deny when account.blocked || !account.verified
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
