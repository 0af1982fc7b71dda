// Checks of a file that writes of its denials, but for one.
interface User {
  id: string;
  role: string;
  banned: boolean;
}

declare const logger: { warn(text: string): void };
declare function auditDenial(user: User): void;

export function canRead(user: User): boolean {
  if (user.banned) {
    logger.warn(`denied ${user.id}`);
    return false;
  }
  return user.role === 'reader';
}

export function assertWriter(user: User): void {
  if (user.banned) {
    auditDenial(user);
    throw new Error('forbidden');
  }
  if (user.role !== 'writer') {
    logger.warn(`denied ${user.id}`);
    throw new Error('forbidden');
  }
}

export function assertOwner(user: User, ownerId: string): void {
  if (user.id !== ownerId) {
    throw new Error('forbidden'); // expect: unaudited-decision
  }
}
