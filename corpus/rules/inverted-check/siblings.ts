import { ForbiddenError } from './errors';

interface User { id: string; role: string }

function isAdmin(user: User): boolean {
  return user.role === 'admin';
}

/** Four are refused where they are no administrators. */
export function list(user: User): string {
  if (!isAdmin(user)) throw new ForbiddenError('admins only');
  return read('all');
}

export function reindex(user: User): string {
  if (!isAdmin(user)) throw new ForbiddenError('admins only');
  return read('index');
}

export function purge(user: User): string {
  if (!isAdmin(user)) throw new ForbiddenError('admins only');
  return read('purged');
}

/** This one the other way round. */
export function backup(user: User): string {
  if (isAdmin(user)) throw new ForbiddenError('admins only'); // expect: inverted-check
  return read('backup');
}

/** Another person is asked about: administrators are protected. */
export function suspend(user: User, target: User): string {
  if (isAdmin(target)) throw new ForbiddenError('an administrator stays');
  return read(target.id);
}
