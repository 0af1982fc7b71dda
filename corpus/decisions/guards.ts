// Guards of paths, hosts and commands; guards that hand back what they looked at; decisions that are sent, or wrapped in an option.

import * as O from 'fp-ts/Option';

interface User { id: string; role: string; suspended: boolean }
interface Bus { publish(message: { type: string; id: string; confirmed: boolean }): void }
interface Prompt { forYesNo(text: string): Promise<boolean> }
interface Folder { id: string; ownerId: string }

declare const allowedCommands: string[];
declare const allowedOrigins: string[];
declare const notes: { count(where: { id: string; workspaceId: string }): number };
declare function isSignupAllowed(email: string): boolean;
declare function checkAuthorizationAdmin(user: User): void;
declare class NotFound extends Error {}

// decides: deny when /[;&|]/.test(text)
// decides: allow otherwise
export function validateCommandInjection(text: string): void {
  if (/[;&|]/.test(text)) throw new Error(`dangerous characters in ${text}`);
}

// decides: deny when !allowedCommands.includes(command)
// decides: allow otherwise
export function validateServerCommand(command: string): void {
  if (!allowedCommands.includes(command)) throw new Error(`${command} is not allowed`);
}

// decides: deny when file !== root && !file.startsWith(`${root}/`)
// decides: allow otherwise
export function ensureWithinRootDir(root: string, file: string): void {
  if (file !== root && !file.startsWith(`${root}/`)) throw new Error(`path traversal: ${file} is outside the root`);
}

// decides: allow when dir.startsWith(root)
// decides: deny otherwise
export function isPathWithinRoot(dir: string, root: string): boolean {
  return dir.startsWith(root);
}

// decides: allow when allowedOrigins.includes(origin)
// decides: deny otherwise
export function checkOrigin(origin: string): boolean {
  return allowedOrigins.includes(origin);
}

// decides: deny when key.includes('..')
// decides: allow otherwise
export function getSafeFilePath(base: string, key: string): string {
  if (key.includes('..')) throw new Error('path traversal attempt');
  return `${base}/${key}`;
}

// decides: deny when user.role !== 'admin'
// decides: allow otherwise
export function requireAdmin(user: User): User {
  if (user.role !== 'admin') throw new Error('admins only');
  return user;
}

// decides: allow when notes.count({ id: noteId, workspaceId }) > 0
// decides: deny otherwise
export function assertNoteInWorkspace(noteId: string, workspaceId: string): void {
  if (notes.count({ id: noteId, workspaceId }) > 0) return;
  throw new NotFound(`no note ${noteId}`);
}

// decides: deny when email !== '' && !isSignupAllowed(email)
// decides: allow otherwise
export function signupPolicyBefore(email: string): void {
  if (email === '') return;
  if (!isSignupAllowed(email)) throw new NotFound('not here');
}

// decides: deny when !passes(checkAuthorizationAdmin(user))
// decides: allow otherwise
export function requireAdminAccess(user: User): void {
  checkAuthorizationAdmin(user);
}

export const confirmations = (bus: Bus, sendApproval: (approved: boolean) => void) => ({
  // decides: allow when user.role === 'owner'
  // decides: deny otherwise
  handleConfirmation: (id: string, user: User): void => {
    if (user.role !== 'owner') {
      bus.publish({ type: 'answer', id, confirmed: false });
      return;
    }
    bus.publish({ type: 'answer', id, confirmed: true });
  },

  // decides: not-applicable when unattended
  // decides: allow when !unattended && approved
  // decides: deny otherwise
  handleCommandApproval: async (prompt: Prompt, unattended: boolean): Promise<{ handled: boolean }> => {
    if (unattended) return { handled: true };
    const approved = await prompt.forYesNo('run it?');
    sendApproval(approved);
    return { handled: true };
  },
});

// decides: allow when folder.ownerId === user.id
// decides: deny otherwise
export function ownerOption(folder: Folder, user: User) {
  if (folder.ownerId === user.id) return O.some(folder);
  return O.none;
}

// decides: allow when user.role === 'admin' && !user.suspended
// decides: deny otherwise
export function checkSignIn(user: User): { authenticated: boolean } {
  return { authenticated: user.role === 'admin' && !user.suspended };
}

declare const secrets: Map<string, { userId: string }>;
declare class NotAuthenticated extends Error {}

// decides: deny when !secrets.get(token)
// decides: allow otherwise
export function verifyAccessToken(token: string) {
  const payload = secrets.get(token);
  if (!payload) throw new NotAuthenticated();
  return payload;
}
