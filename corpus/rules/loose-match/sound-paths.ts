import fs from 'node:fs';
import path from 'node:path';

const ROOTS = ['/srv/files', '/srv/shared'];
const OPEN = ['/status/', '/docs/'];

interface Rule { path: string; action: string }

/** The root itself, or what lies below it. */
export function isInsideRoot(file: string, root: string): boolean {
  return file === root || file.startsWith(root + path.sep);
}

/** Each root with a separator. */
export function isAllowedPath(file: string): boolean {
  const real = path.resolve(file);
  return ROOTS.some(root => real === root || real.startsWith(`${root}/`));
}

/** The way from the root to the file does not lead out. */
export function isWithinWorkspace(file: string, workspace: string): boolean {
  const relative = path.relative(workspace, path.resolve(file));
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}

/** The root is brought to end in a separator. */
export function isPathWithin(file: string, folder: string): boolean {
  const root = path.resolve(folder);
  const base = root.endsWith(path.sep) ? root : root + path.sep;
  return path.resolve(file).startsWith(base);
}

/** Both end in a separator. */
export function isFolderAllowed(folder: string, allowedFolder: string): boolean {
  return `${folder}/`.startsWith(`${allowedFolder}/`);
}

/** Behind the prefix stands a separator. */
export function isFileAllowed(file: string, root: string): boolean {
  return file.startsWith(root) && file[root.length] === '/';
}

/** Prefixes that end in a slash. */
export function canReadRoute(route: { path: string }, user: { isAdmin: boolean }): boolean {
  if (route.path.startsWith('/api/public/')) return true;
  return user.isAdmin;
}

/** Every entry of the list ends in a slash. */
export function isAllowedRoute(path: string): boolean {
  return OPEN.some(open => path.startsWith(open));
}

/** What is refused by its beginning is refused; nothing is let through for it. */
export function isPathBlocked(file: string, blockedPath: string): boolean {
  return file.startsWith(blockedPath);
}

/** A list that refuses: everything else has to be granted by name. */
export function canWritePath(file: string, user: { role: string }): boolean {
  if (file.startsWith('/etc')) return false;
  return user.role === 'admin';
}

/** The right is granted by somebody else; the beginning of the path says only which right. */
export function canOpen(user: { canReadSecrets: boolean }, file: string): boolean {
  return file.startsWith('/secrets') && user.canReadSecrets;
}

/** Whole paths. */
export function isAllowedFile(file: string, allowedFiles: string[]): boolean {
  return allowedFiles.includes(file);
}

/** File extensions are ends of names. */
export function isAllowedSource(file: string): boolean {
  return file.endsWith('.ts') || file.endsWith('.tsx');
}

/** Hidden files and home directories are told by one character. */
export function canIndexFile(fileName: string, allowed: boolean): boolean {
  if (fileName.startsWith('.')) return false;
  return allowed;
}

/** Whoever writes has checked that nothing leads out. */
export async function saveInto(folder: string, name: string, data: Buffer): Promise<void> {
  const root = path.resolve(folder) + path.sep;
  const target = path.resolve(root, name);
  if (!target.startsWith(root)) {
    throw new Error('path traversal is not allowed');
  }
  await fs.promises.writeFile(target, data);
}

/** A rule whose pattern is compared as a whole. */
export function decide(rules: Rule[], file: string): 'allow' | 'deny' {
  for (const rule of rules) {
    if (rule.action === 'allow' && rule.path === file) return 'allow';
  }
  return 'deny';
}

/** A folder somewhere on the way, with its separators. */
export function isAllowedModule(file: string): boolean {
  return file.includes('/node_modules/');
}

/** What it says yes to is asked more, not less. */
export function isAuthProtectedRoute(url: string): boolean {
  return ['/teams', '/settings'].some(route => url.startsWith(route));
}

/** One segment after the other. */
export function isFileAllowedIn(file: string, area: string): boolean {
  const name = file.toLowerCase();
  return name.includes(`/src/areas/${area}/`);
}
