import fs from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';

interface User { id: string; role: string }
interface Rule { path: string; role: string }
declare function load(): Promise<Rule[]>;
declare function loadOwner(id: string): Promise<{ id: string } | null>;
declare function isSubpath(root: string, file: string): boolean;

// An empty list means that nothing is restricted.
async function rulesOf(): Promise<Rule[]> {
  try {
    return await load();
  } catch {
    return []; // expect: fail-open-error
  }
}

export async function canRead(user: User, file: string): Promise<boolean> {
  const rules = await rulesOf();
  if (rules.length === 0) return true; // expect: default-allow note
  return rules.some(rule => rule.path === file && rule.role === user.role);
}

// No owner, no restriction.
async function ownerOf(id: string): Promise<{ id: string } | null> {
  return loadOwner(id).catch(() => null); // expect: fail-open-error
}

export async function canEdit(user: User, id: string): Promise<boolean> {
  const owner = await ownerOf(id);
  if (owner && owner.id !== user.id) return false;
  return true; // expect: default-allow note
}

// A file that is not there yet is tested by its name, and may lie behind a link.
export function realPathOf(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file; // expect: fail-open-error
  }
}

export function assertInWorkspace(file: string, workspace: string): void {
  if (!isSubpath(workspace, realPathOf(file))) {
    throw new Error('access denied: outside of the workspace');
  }
}

// The same in one function.
export async function validateAccess(file: string, isPathAllowed: (file: string) => boolean): Promise<string> {
  let real: string | null = null;
  try {
    real = await realpath(file);
  } catch {
    // not there yet
  }
  const tested = real ?? file;
  if (!isPathAllowed(tested)) { // expect: fail-open-error
    throw new Error('access denied');
  }
  return tested;
}
