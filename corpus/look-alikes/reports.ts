// Reports on how things stand, and words of permission in names that ask for something else.

interface ToolLoginStatus { authenticated: boolean; account: string | null; how: string | null; error?: string }
interface TicketStore { has(key: string): boolean; get(key: string): string[] | undefined }
declare function readText(path: string): Promise<string>;
declare function startTool(name: string): { onLine(take: (line: string) => void): void; onEnd(take: (code: number) => void): void };
declare const knownTools: string[];

export class PrinterLogin {
  // Whether the tool is signed in, for a page of settings.
  async readLogin(): Promise<ToolLoginStatus> {
    if (process.env.PRINTER_TOKEN) return { authenticated: true, account: 'token', how: 'environment' };
    try {
      const account = await readText('/etc/printer/account');
      if (account) return { authenticated: true, account, how: 'file' };
      return { authenticated: false, account: null, how: null, error: 'not signed in' };
    } catch {
      return { authenticated: false, account: null, how: null, error: 'no file' };
    }
  }

  // What settles the promise of somebody else is no check of its own.
  askTool(): Promise<ToolLoginStatus> {
    return new Promise(resolve => {
      let ended = false;
      setTimeout(() => {
        if (!ended) resolve({ authenticated: false, account: null, how: null, error: 'too slow' });
      }, 4000);
      startTool('printer').onEnd(code => {
        if (ended) return;
        ended = true;
        if (code === 0) {
          resolve({ authenticated: true, account: 'printer', how: 'tool' });
          return;
        }
        resolve({ authenticated: false, account: null, how: null, error: 'tool failed' });
      });
    });
  }
}

export function createDeskService(users: { count(): number }) {
  return {
    getStatus() {
      return { needsSetup: users.count() === 0, isAuthenticated: false };
    },
  };
}

interface PermissionSuggestion { tool: string; isAllowed: boolean }

// What a button may offer.
export function suggestPermission(tool: string, settings: { allowedTools: string[] }): PermissionSuggestion | null {
  if (!tool) return null;
  return { tool, isAllowed: settings.allowedTools.includes(tool) };
}

export function getPermissionSuggestion(tool: string, settings: { allowedTools: string[] }) {
  if (!tool) return null;
  const isAllowed = settings.allowedTools.includes(tool);
  return { tool, isAllowed };
}

// Whether a process was started here.
export class Workshop {
  private ownLathe?: object;

  hasOwnedLathe() {
    return Boolean(this.ownLathe);
  }
}

// Whether a text looks like a question of another program.
export function isConsentPrompt(text: string) {
  if (!text) return false;
  return [/agree to the terms/i, /do you consent/i].some(pattern => pattern.test(text));
}

// Which requests a list still holds.
export function isOpenApprovalRequest(request?: { kind?: string }) {
  return request?.kind !== 'closing' && request?.kind !== 'closed';
}

export const hasOpenApprovalRequests = (requests: { kind?: string }[] | null): boolean => {
  return Array.isArray(requests) && requests.some(request => isOpenApprovalRequest(request));
};

// Where a browser is being sent.
export function isAuthRedirect(url: string) {
  if (!url) return false;
  const parsed = new URL(url);
  return parsed.pathname === '/sign-in' || parsed.pathname.startsWith('/auth/');
}

// What a name of a field means for what is logged.
export function isSensitiveDataField(field: string): boolean {
  return field === 'password' || field.endsWith('Token');
}

// What will be so after something else happens.
export function wouldLoseClubAccess(before: string, after: string): boolean {
  const had = planHasClubAccess(before);
  const has = planHasClubAccess(after);
  return had && !has;
}
declare function planHasClubAccess(plan: string): boolean;

// The administration of rules: what is stored, and what was changed.
export class RuleBook {
  constructor(private store: TicketStore) {}

  async hasSeatPolicy(...rule: string[]): Promise<boolean> {
    return this.hasNamedPolicy('seat', ...rule);
  }

  async hasNamedPolicy(kind: string, ...rule: string[]): Promise<boolean> {
    return this.store.get(kind)?.includes(rule.join(',')) ?? false;
  }

  async silentlyRemovePolicy(kind: string, rule: string[]): Promise<boolean> {
    return this.drop(kind, rule);
  }

  async selfAddRole(kind: string, rule: string[]): Promise<boolean> {
    if (this.store.has(rule.join(','))) return false;
    return this.drop(kind, rule);
  }

  private async drop(kind: string, rule: string[]): Promise<boolean> {
    return this.store.has(kind + rule.length);
  }
}

// Which options a tool understands: the caller's mistake, no right of anybody.
export class ToolOptions {
  constructor(private knownScopes: string[]) {}

  assertScope(scope: string): void {
    if (!this.knownScopes.includes(scope)) {
      throw new OptionError(`this tool does not know the scope ${scope}`, { code: 'SCOPE_UNKNOWN', statusCode: 400 });
    }
  }
}
class OptionError extends Error { constructor(text: string, public more: object) { super(text); } }

// A malformed order says so by its code, whatever its words.
export function validateOrder(order: { kind: string; share?: number }) {
  if (order.kind === 'gift' && order.share != null) {
    throw new OptionError('a share is not allowed for gifts', { code: 'bad_request' });
  }
}

// Which part of a conversation a message has.
export const hasUserRole = (value: unknown): boolean => {
  const message = value as { role?: string };
  return message.role === 'user';
};

// Cookies of advertisers.
export function hasCookieConsent(kind: string): boolean {
  const kinds = (localStorage.getItem('cookie-consent') ?? '').split(',');
  return kinds.includes(kind);
}

// The steps of signing in with another site end in a report.
export async function authorize(code: string): Promise<{ success: boolean; error?: string }> {
  try {
    await readText(`https://tickets.test/token?code=${code}`);
    return { success: true };
  } catch (error) {
    return { success: false, error: String(error) };
  }
}

interface Asked { method: string; headers: Record<string, string> }
interface Answering { setHeader(name: string, value: string): void; sendStatus(code: number): void }

// Headers that say which sites may read an answer: the browser refuses, not this.
export function allowCrossDomain(req: Asked, res: Answering, next: () => void) {
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.setHeader('Access-Control-Allow-Headers', 'Authorization');
  if (req.method === 'OPTIONS') {
    res.sendStatus(200);
  } else {
    next();
  }
}
