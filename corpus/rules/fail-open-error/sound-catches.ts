// Errors that let nobody in.

interface Policy { allows(user: string, path: string): Promise<boolean>; rules(): Promise<Rule[]> }
interface Rule { path: string; matches(path: string): boolean }
interface User { id: string; isAdmin: boolean; role: string }

declare const policy: Policy;
declare function audit(user: User): void;

// The inverted answer is closed.
export async function isForbiddenPath(path: string): Promise<boolean> {
  try {
    const rules = await policy.rules();
    return rules.some((rule) => rule.matches(path));
  } catch {
    return true;
  }
}

// With and without the error the same people get in.
export function canAudit(user: User): boolean {
  try {
    audit(user);
  } catch {
    console.warn('no audit');
  }
  return user.isAdmin;
}

// Whoever is let in by the handler has shown something else.
export async function canOpen(user: User, path: string): Promise<boolean> {
  try {
    return await policy.allows(user.id, path);
  } catch {
    return user.role === 'owner';
  }
}

// The handler throws again what it does not know.
export async function assertMayWrite(user: User, path: string): Promise<void> {
  try {
    if (!(await policy.allows(user.id, path))) {
      throw new Error('access denied');
    }
  } catch (error) {
    console.error(error);
    throw error;
  }
}

// Meant so, and said so: shown only at low confidence.
export async function canPreview(user: User, path: string): Promise<boolean> {
  try {
    return await policy.allows(user.id, path);
  } catch {
    // fail open: previews are public anyway
    return true;
  }
}

// The handler of a chain denies.
export async function mayList(user: User, path: string): Promise<boolean> {
  return policy.allows(user.id, path).catch(() => false);
}

// What was caught is kept, and passed on.
export async function assertNotRefused(user: User, path: string): Promise<void> {
  let failure: unknown = null;
  try {
    if (!(await policy.allows(user.id, path))) failure = new Error('access denied');
  } catch (error) {
    failure = error;
  }
  if (failure) throw failure;
}
