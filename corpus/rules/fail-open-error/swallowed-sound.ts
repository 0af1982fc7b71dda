import fs from 'node:fs';
import path from 'node:path';

interface User { id: string; role: string }
interface Rule { path: string; role: string }
declare function load(): Promise<Rule[]>;
declare function isSubpath(root: string, file: string): boolean;

// An empty list grants nothing.
async function rulesOf(): Promise<Rule[]> {
  try {
    return await load();
  } catch {
    return [];
  }
}

export async function canRead(user: User, file: string): Promise<boolean> {
  const rules = await rulesOf();
  return rules.some(rule => rule.path === file && rule.role === user.role);
}

// Who is let in has nothing to do with the list: the file is one that nobody restricts.
async function grantsOf(): Promise<Rule[]> {
  try {
    return await load();
  } catch {
    return [];
  }
}

export async function canShow(user: User, file: string, restricted: { enabled: boolean }): Promise<boolean> {
  const grants = await grantsOf();
  if (!restricted.enabled) return true;
  return grants.some(grant => grant.path === file && grant.role === user.role);
}

// What is not there yet is looked for by the folder it will lie in.
export function realPathOf(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return path.join(fs.realpathSync(path.dirname(file)), path.basename(file));
  }
}

export function assertInWorkspace(file: string, workspace: string): void {
  if (!isSubpath(workspace, realPathOf(file))) {
    throw new Error('access denied: outside of the workspace');
  }
}

// For display: nobody tests where it lies.
export function shownPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}

export function describe(file: string): string {
  return `File ${shownPath(file)}`;
}

// What cannot be resolved is refused.
export function assertReadable(file: string, workspace: string): void {
  let real: string;
  try {
    real = fs.realpathSync(file);
  } catch {
    throw new Error('access denied');
  }
  if (!isSubpath(workspace, real)) {
    throw new Error('access denied: outside of the workspace');
  }
}
