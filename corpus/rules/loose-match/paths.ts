import fs from 'node:fs';
import path from 'node:path';

const ROOTS = ['/srv/files', '/srv/shared'];

/** `/srv/files-of-others` begins with `/srv/files`. */
export function isInsideRoot(file: string, root: string): boolean {
  return path.resolve(file).startsWith(path.resolve(root)); // expect: loose-match
}

/** What is resolved ends in no separator. */
export function isAllowedPath(file: string): boolean {
  const real = path.resolve(file);
  return ROOTS.some(root => real.startsWith(root)); // expect: loose-match
}

/** The same test as a position. */
export function isPathAllowed(file: string, rootDir: string): boolean {
  return file.indexOf(rootDir) === 0; // expect: loose-match
}

/** The same test in a loop. */
export function isWithinAllowedDirectories(file: string, allowedDirectories: string[]): boolean {
  for (const directory of allowedDirectories) {
    if (file.startsWith(directory)) return true; // expect: loose-match
  }
  return false;
}

/** An assertion that goes on where the path begins like the root. */
export function assertInWorkspace(file: string, workspaceRoot: string): void {
  const target = path.resolve(workspaceRoot, file);
  if (!target.startsWith(workspaceRoot)) throw new Error('access denied: outside of the workspace'); // expect: loose-match
}

/** No check by its name, but nothing is extracted unless this holds. */
export async function extractInto(folder: string, name: string, data: Buffer): Promise<void> {
  const target = path.join(folder, name);
  if (!target.startsWith(path.resolve(folder))) { // expect: loose-match
    throw new Error('path traversal is not allowed');
  }
  await fs.promises.writeFile(target, data);
}

/** The separator is there in one of two cases. */
export function isReadPermitted(file: string, home: string, workspace: string): boolean {
  const real = fs.realpathSync(file);
  return real.startsWith(home + path.sep) || real.startsWith(fs.realpathSync(workspace)); // expect: loose-match
}

/** Anywhere in the path. */
export function isSharedFileAllowed(filePath: string): boolean {
  return filePath.includes('shared'); // expect: loose-match
}

/** Rules with a beginning and an action: the action says nothing of the path. */
export function decide(rules: { path: string; action: string }[], path: string): 'allow' | 'deny' {
  const granted = rules.some(rule => rule.action === 'allow' && path.startsWith(rule.path)); // expect: loose-match
  return granted ? 'allow' : 'deny';
}

const GUIDES = path.join(process.cwd(), 'guides');

/** No refusal but nothing: a guide of the folder beside it is read. */
export async function readGuide(name: string): Promise<string | null> {
  const guide = path.join(GUIDES, name);
  if (!guide.startsWith(GUIDES)) return null; // expect: loose-match
  return await fs.promises.readFile(guide, 'utf8');
}
