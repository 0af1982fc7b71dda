// Checks with switches that open nothing by themselves.
interface User {
  id: string;
  role: string;
  isAdmin: boolean;
}

declare const flags: { isFeatureEnabled(name: string): boolean };
declare const settings: { debug: boolean };

// Who has the right, and the feature is on.
export function canPublish(user: User): boolean {
  return user.role === 'editor' && flags.isFeatureEnabled('publish');
}

// What is off is off for everybody.
export function canExport(user: User): boolean {
  if (!flags.isFeatureEnabled('export')) return false;
  return user.role === 'analyst';
}

// The environment says who, not whether.
export function isOwner(user: User): boolean {
  return user.id === process.env.OWNER_ID;
}

// It only writes more.
export function isAdmin(user: User): boolean {
  if (settings.debug) console.log('asked', user.id);
  return user.isAdmin;
}

// It says how the program is set up, and of nobody what they may.
export function isAccessLocked(): boolean {
  return process.env.ACCESS_LOCKED === 'true';
}

declare function createError(status: number, text: string): Error;

// To be there in development alone is what it is for.
export const devOnly = (req: Request, res: Response, next: (error?: Error) => void) => {
  if (process.env.NODE_ENV !== 'development') {
    return next(createError(401, 'only in development'));
  }
  next();
};
