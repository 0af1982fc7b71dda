// Checks of a file where a denial without a trace is nothing special.
interface User {
  id: string;
  role: string;
  banned: boolean;
}

// One that writes makes no rule.
export function canRead(user: User): boolean {
  if (user.banned) {
    console.warn(`denied ${user.id}`);
    return false;
  }
  return user.role === 'reader';
}

export function assertWriter(user: User): void {
  if (user.role !== 'writer') {
    throw new Error('forbidden');
  }
}

export function assertOwner(user: User, ownerId: string): void {
  if (user.id !== ownerId) {
    throw new Error('forbidden');
  }
}
