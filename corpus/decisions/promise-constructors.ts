// new Promise: an executor that settles its promise itself, and one that leaves that to others.

interface User { id: string; role: string; suspended: boolean }

declare function lookUp(userId: string, done: (error: Error | null, role: string) => void): void;
declare function load(userId: string): { role: string };

class ForbiddenError extends Error {}

// decides: allow when user.role === 'admin'
// decides: deny otherwise
export function isAdmin(user: User): Promise<boolean> {
  return new Promise((resolve) => {
    resolve(user.role === 'admin');
  });
}

// decides: allow when !user.suspended && user.role === 'editor'
// decides: deny otherwise
export function canEdit(user: User): Promise<boolean> {
  return new Promise((resolve, reject) => {
    if (user.suspended) {
      reject(new ForbiddenError('suspended'));
      return;
    }
    resolve(user.role === 'editor');
  });
}

// The first answer counts.
// decides: deny when user.suspended
// decides: allow otherwise
export async function canComment(user: User): Promise<boolean> {
  const allowed = await new Promise<boolean>((resolve) => {
    if (user.suspended) resolve(false);
    resolve(true);
  });
  return allowed;
}

// A promise that is refused is caught, and lets in.
// decides: allow when user.suspended || user.role === 'editor'
// decides: deny otherwise
export function canReview(user: User): Promise<boolean> {
  return new Promise<boolean>((resolve, reject) => {
    if (user.suspended) return reject(new ForbiddenError('suspended'));
    return resolve(user.role === 'editor');
  }).catch(() => true);
}

// Who is neither waits for ever: that is no answer.
// decides: allow when user.role === 'admin'
// decides: deny when user.role === 'guest'
export async function mayEnter(user: User): Promise<boolean> {
  return await new Promise<boolean>((resolve) => {
    if (user.role === 'admin') resolve(true);
    else if (user.role === 'guest') resolve(false);
  });
}

// A throw in the executor rejects; one behind `resolve` does nothing.
// decides: allow when user.role === 'admin'
// decides: deny otherwise
export function isAdminOrFails(user: User): Promise<boolean> {
  return new Promise<boolean>((resolve) => {
    if (user.role !== 'admin') throw new ForbiddenError('admins only');
    resolve(true);
    throw new Error('never seen');
  }).catch(() => false);
}

// decides: ask when throws(load(user.id))
// decides: allow when !throws(load(user.id)) && role === 'admin'
// decides: deny otherwise
export async function decideByRole(user: User): Promise<'allow' | 'deny' | 'ask'> {
  try {
    const role = await new Promise<string>((resolve) => resolve(load(user.id).role));
    return role === 'admin' ? 'allow' : 'deny';
  } catch {
    return 'ask';
  }
}

// The answer comes from a callback nobody knows the time of.
// decides: deny when user.suspended
// decides: incomplete
export function canUpload(user: User): Promise<boolean> {
  if (user.suspended) return Promise.resolve(false);
  return new Promise((resolve) => {
    lookUp(user.id, (error, role) => resolve(!error && role === 'uploader'));
  });
}

// decides: deny when user.suspended
// decides: incomplete
export async function canDownload(user: User): Promise<boolean> {
  if (user.suspended) return false;
  const allowed = await new Promise<boolean>((resolve) => setTimeout(resolve, 100));
  return allowed;
}

// decides: deny when user.suspended
// decides: allow otherwise
export async function assertActive(user: User): Promise<void> {
  if (user.suspended) await Promise.reject(new ForbiddenError('suspended'));
}

// Whichever comes first.
// decides: deny when user.suspended
// decides: incomplete
export async function canPublish(user: User, asked: Promise<boolean>, timeout: Promise<boolean>): Promise<boolean> {
  if (user.suspended) return false;
  return await Promise.race([asked, timeout]);
}
