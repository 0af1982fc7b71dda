import type { Session } from './types';

const PROTECTED_FILES = new Set(['.env', '.npmrc', 'id_rsa']);
const PROTECTED_FOLDERS = ['.git', '.ssh', 'secrets'];

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}

/** Whether the agent may read a file; the path is absolute and normalised. */
export function canReadPath(path: string, session: Session): boolean {
  if (PROTECTED_FILES.has(path.split('/').at(-1) ?? '')) return false;
  return isInside(session.workspace, path);
}

/** Whether the agent may change a file without asking. */
export function canWritePath(path: string, session: Session): boolean {
  if (session.mode === 'plan') return false;
  if (!canReadPath(path, session)) return false;
  for (const segment of path.split('/')) {
    if (PROTECTED_FOLDERS.includes(segment)) return false;
  }
  return true;
}

/** Whether a folder may be deleted with everything in it. */
export function canDeleteFolder(path: string, session: Session): boolean {
  let allowed = true;
  if (path === '/' || path === session.workspace) allowed = false;
  if (session.mode === 'plan') allowed = false;
  return allowed; // expect: default-allow
}

/** Whether changing this file needs a person, even in auto mode. */
export function requiresConfirmation(path: string, session: Session): boolean {
  if (session.mode !== 'auto') return true;
  return path.split('/').some(segment => PROTECTED_FOLDERS.includes(segment));
}
