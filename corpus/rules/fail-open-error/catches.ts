// Errors that lead to an allow.

interface Policy { allows(user: string, path: string): Promise<boolean>; rules(): Promise<Rule[]> }
interface Rule { path: string; matches(path: string, user?: User): boolean }
interface User { id: string; isAdmin: boolean; role: string }

declare const policy: Policy;
declare function isBanned(user: User): Promise<boolean>;
declare function parseRules(text: string): Rule[];


export async function canWrite(user: User, path: string): Promise<boolean> {
  try {
    if (!(await policy.allows(user.id, path))) return false;
  } catch {
    console.warn('policy service down');
  }
  return true; // expect: fail-open-error
}

export async function canPost(user: User): Promise<boolean> {
  try {
    if (await isBanned(user)) return false;
  } catch {
    return true; // expect: fail-open-error
  }
  return user.role === 'author';
}

export async function isBlockedPath(path: string): Promise<boolean> {
  try {
    const rules = await policy.rules();
    return rules.some((rule) => rule.matches(path));
  } catch {
    return false; // expect: fail-open-error
  }
}

// An error that empties the list of rules switches them all off.
export function isAllowedPath(user: User, path: string, text: string): boolean {
  let rules: Rule[];
  try {
    rules = parseRules(text);
  } catch {
    rules = [];
  }
  return !rules.some((rule) => rule.matches(path, user)); // expect: fail-open-error
}

// The denial is thrown inside its own `try`.
export async function assertMayRead(user: User, path: string): Promise<void> {
  try {
    if (!(await policy.allows(user.id, path))) {
      throw new Error('access denied'); // expect: fail-open-error
    }
  } catch (error) {
    console.error(error);
  }
}

// The handler of a chain.
export async function mayRead(user: User, path: string): Promise<boolean> {
  return policy.allows(user.id, path).catch(() => true); // expect: fail-open-error
}

export async function mayWrite(user: User, path: string): Promise<boolean> {
  const rules = await policy.rules().catch(() => []);
  if (rules.some((rule) => rule.matches(path, user))) return false;
  return true; // expect: fail-open-error
}

// That the token was good does not outweigh the denial that follows.
declare class ForbiddenError extends Error {}
declare function verifyToken(token: string): Promise<{ role: string }>;

export async function requireEditor(token: string): Promise<void> {
  try {
    const user = await verifyToken(token);
    if (user.role !== 'editor') throw new ForbiddenError('editors only'); // expect: fail-open-error
  } catch (error) {
    console.error(error);
  }
}

// A service that was handed in grants nothing by being there, whatever it is called.
interface Members { isMember(user: string, room: string): Promise<boolean> }

export class Rooms {
  constructor(private readonly members: Members) {}

  canEnter(user: { id: string }, room: { id: string }): Promise<boolean> {
    return this.members.isMember(user.id, room.id).catch(() => true); // expect: fail-open-error
  }

  async canSpeak(user: { id: string }, room: { id: string }): Promise<boolean> {
    try {
      return await this.members.isMember(user.id, room.id);
    } catch {
      return true; // expect: fail-open-error
    }
  }
}

// The handler only writes a line, and the `finally` another: neither is what fails.
export async function canPublish(user: User, path: string): Promise<boolean> {
  let allowed = true;
  try {
    allowed = await policy.allows(user.id, path);
  } catch (error) {
    console.error(error);
  } finally {
    console.info('asked');
  }
  return allowed; // expect: fail-open-error
}

// The comment says what happens, not that it is meant so.
export async function canBrowse(user: User, path: string): Promise<boolean> {
  try {
    return await policy.allows(user.id, path);
  } catch {
    // If there is an error, allow the user
    return true; // expect: fail-open-error
  }
}
