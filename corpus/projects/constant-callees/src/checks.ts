import { allowAll, allowEverybody, selfHosted } from './stub';

interface User { id: string; role: string; banned: boolean }

// What it calls says yes to all.
export function canEdit(user: User): boolean { // expect: always-allow
  if (user.role === 'admin') return true;
  return allowAll();
}

// A promise of a yes.
export async function canDelete(user: User): Promise<boolean> { // expect: always-allow
  if (user.role === 'guest' && !(await allowEverybody(user))) return false;
  return true;
}

// What was asked grants nothing: only the ban is left.
export function canPost(user: User): boolean {
  if (user.banned) return false;
  return allowAll(); // expect: default-allow
}

// A switch of the source is no slip: the denial behind it is there on purpose.
export function canInstall(user: User): boolean {
  if (selfHosted()) return false;
  return user.role === 'admin';
}

// What is called cannot fail, and the handler is a precaution.
export function canRead(user: User): boolean {
  try {
    if (!allowAll()) return false;
    return user.role === 'reader';
  } catch {
    return false;
  }
}
