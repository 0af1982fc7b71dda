// What equals what: NaN, members of lists and sets, and values that are left over.

type Verdict = 'allow' | 'deny';
interface User { id: string; role: string; level: number; tags: string[]; kind: 'bot' | 'human'; grants?: string[] }
interface Warden { decide(user: User): Promise<Verdict> }

declare function covers(tag: string, grants: string[], level: number): boolean;

// Only NaN differs from itself.
// decides: deny when user.level !== user.level
// decides: allow otherwise
export function isAllowedKnownLevel(user: User): boolean {
  return user.level === user.level;
}

// A text is always itself.
// decides: allow when user.kind === 'human'
// decides: deny otherwise
export function isAllowedHuman(user: User): boolean {
  return user.id === user.id && user.kind === 'human';
}

// A list finds NaN, which no comparison does.
// decides: allow when [1, NaN].includes(user.level)
// decides: deny otherwise
export function isAllowedLevel(user: User): boolean {
  return [1, NaN].includes(user.level);
}

// decides: allow when user.level === 1
// decides: deny otherwise
export function isAllowedLevelOnly(user: User): boolean {
  return user.level === 1 || user.level === NaN;
}

// decides: allow when new Set(user.tags).has('staff')
// decides: deny otherwise
export function isAllowedTag(user: User): boolean {
  return new Set(user.tags).has('staff');
}

// What is left over has no name of its own.
// decides: allow when user.kind === 'human' && user.role === 'owner'
// decides: deny otherwise
export function isAllowedKind(user: User): boolean {
  switch (user.kind) {
    case 'bot':
      return false;
    case 'human':
      return user.role === 'owner';
    default: {
      const never: never = user.kind;
      return never;
    }
  }
}

// decides: allow when !throws() && await warden.decide(user) === 'allow'
// decides: deny otherwise
export async function decideByWarden(warden: Warden, user: User): Promise<Verdict> {
  try {
    return await warden.decide(user);
  } catch {
    return 'deny';
  }
}

// A list that is made on the spot is handed on as it is.
export function isAllowedByGrant(user: User): boolean {
  return user.tags.some((tag) => covers(tag, user.grants ?? [], 3));
}
