// Checks that a switch of the program opens.
interface User {
  id: string;
  role: string;
}

declare const flags: { isFeatureEnabled(name: string): boolean };
declare const settings: { debug: boolean };

// For tests, it says.
export function canPublish(user: User): boolean {
  if (process.env.SKIP_AUTH === 'true') {
    return true; // expect: bypass-switch
  }
  return user.role === 'editor';
}

// One operand of two.
export function isAdmin(user: User): boolean {
  return user.role === 'admin' || process.env.NODE_ENV === 'development'; // expect: bypass-switch note
}

// A flag that is on for some is no right of theirs.
export function canExport(user: User): boolean {
  if (flags.isFeatureEnabled('open-export')) return true; // expect: bypass-switch note
  return user.role === 'analyst';
}

// A switch of a module.
export function assertAdmin(user: User): void {
  if (settings.debug) return; // expect: bypass-switch
  if (user.role !== 'admin') throw new Error('forbidden');
}
