// Words of permission that say of which part a function speaks, of what kind a thing is, or in what state: nobody is asked whether he may.

interface Run { id: string; suspended: boolean; blockedChunks: string[] }
interface Store { write(key: string, value: string): void }
interface Rule { scope: string; permission: string }
interface Draft { [key: string]: unknown }
interface ToolPolicy { needsApproval: boolean; timeout: number }
interface Ledger { capture(id: string, cents: number): Promise<{ success: boolean }> }
interface Hub { on(name: string, call: (item: { id: string }) => void): void; approve(id: string): void }
interface Wire { status(code: number): Wire; json(body: unknown): void }
type Verdict = { type: 'allow' } | { type: 'deny'; why: string };

declare const store: Store;
declare const hub: Hub;
declare const ledger: Ledger;
declare const policies: Map<string, ToolPolicy>;
declare function nextRun(): Run;

const FORM_SCOPES = ['read', 'write'];

// decides: nothing
export function persistBlockedOutput(run: Run): boolean {
  for (const chunk of run.blockedChunks) store.write(run.id, chunk);
  return run.blockedChunks.length > 3;
}

// decides: nothing
export const isSuspended = (): boolean => nextRun().suspended;

// decides: nothing
export function isBuiltInPermission(permission: string): boolean {
  return permission.startsWith('builtin:');
}

// decides: nothing
export function isInternalRole(role: string): boolean {
  return role.startsWith('#');
}

// decides: nothing
export function isGatewayAuthPath(path: string): boolean {
  return path.startsWith('/gateway/login');
}

// decides: nothing
export function isUsernamePolicyViolation(error: { code: string }): boolean {
  return error.code === 'username-policy';
}

// decides: nothing
export function hasPermissions(permissions: Record<string, boolean>): boolean {
  return Object.keys(permissions).length > 0;
}

// decides: nothing
export function isDefaultAllowlist(allowlist: string[]): boolean {
  return allowlist.join() === 'localhost';
}

// decides: nothing
export function validateConsent(form: { consent: boolean; email: string }): boolean {
  return form.consent && form.email !== '';
}

// decides: nothing
export async function authorizePayment(id: string, cents: number): Promise<{ success: boolean }> {
  if (cents <= 0) return { success: false };
  return ledger.capture(id, cents);
}

// decides: nothing
export function buildToolOptions(name: string) {
  const policy = policies.get(name);
  return { name, needsApproval: policy?.needsApproval === true, timeout: policy?.timeout, retries: 2 };
}

// decides: nothing
export async function execute(data: Draft, answer: { approved: boolean } | undefined) {
  if (!answer) return { ...data, approved: true, at: Date.now() };
  return { ...data, approved: answer.approved, at: Date.now() };
}

// decides: nothing
export function normalizeVerdict(verdict: Verdict | undefined): Verdict {
  return verdict ?? { type: 'allow' };
}

// decides: nothing
export function ruleToApproval(rule: Rule): { approved: boolean; scope: string } {
  if (!rule.scope) throw new Error('a rule without a scope');
  return { approved: false, scope: rule.scope };
}

// decides: nothing
export function deny(res: Wire, why: string): void {
  res.status(403).json({ why });
}

// decides: nothing
export const forbiddenScope = () => new Error('this scope is forbidden');

// decides: nothing
export async function handleForbidden(res: { text(): Promise<string> }): Promise<never> {
  throw new Error(`forbidden: ${await res.text()}`);
}

// decides: nothing
export function main(): void {
  hub.on('asked', item => {
    if (item.id) hub.approve(item.id);
  });
}

// decides: nothing
export function addPermissionToRole(permission: string, environment: string | undefined): void {
  if (FORM_SCOPES.includes(permission) && !environment) {
    throw new Error(`no environment for permission=${permission}`);
  }
  store.write(permission, environment ?? '');
}

// decides: nothing
export function isAllowedMimeType(type: string): boolean {
  return ['image/png', 'image/jpeg'].includes(type);
}

// decides: nothing
export function shouldMergeAllowlist(left: string[], right: string[]): boolean {
  return left.length !== right.length;
}

// decides: nothing
export function resolveApprovalEntries(names: string[]) {
  const approvals: string[] = [];
  for (const name of names) if (name.startsWith('!')) approvals.push(name);
  if (approvals.length === 0) return undefined;
  return approvals;
}

// decides: nothing
export async function updateDefaultRole(role: string, caller: { role: string }): Promise<void> {
  if (caller.role !== 'owner') throw new Error('not allowed');
  store.write('role', role);
}

// decides: nothing
export function assertUniqueOwner(owners: string[], owner: string): void {
  if (owners.includes(owner)) throw new Error('this owner is there already');
}

// decides: nothing
export function assertMemberLimit(members: string[]): void {
  if (members.length > 20) throw new Error('more members are not allowed');
}

declare const router: { patch(path: string, parse: unknown, call: (ctx: Page, next: () => Promise<void>) => Promise<void>): void };
declare function assertThat(holds: boolean, error: Error): void;
interface Page { verified: boolean; body: unknown }
declare class Refusal extends Error { constructor(code: string, status: number); }

router.patch(
  '/me',
  {},
  // decides: nothing
  async (ctx, next) => {
    assertThat(ctx.verified, new Refusal('unverified', 401));
    ctx.body = { ok: true };
    await next();
  },
);

interface Team { id: string; ownerIds: string[] }

// A state of teams, asked before an account is deleted.
export function isUserSoleOwnerOfTeam(teams: Team[], userId: string): boolean {
  for (const team of teams) {
    if (team.ownerIds.length === 1 && team.ownerIds[0] === userId) return true;
  }
  return false;
}
