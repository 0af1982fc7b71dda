// Paths that could not be resolved, and open nothing.

import fs from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';

declare function isSubpath(root: string, file: string): boolean;
declare function isPathAllowed(file: string): Promise<boolean>;

// For showing alone: nobody is stopped by the answer.
export function shownPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}

export function label(file: string, root: string): string {
  return isSubpath(root, shownPath(file)) ? path.relative(root, file) : file;
}

// The nearest folder that exists is resolved.
export function nearestRealPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch (error) {
    if (file === path.dirname(file)) throw error;
    return path.join(nearestRealPath(path.dirname(file)), path.basename(file));
  }
}

export function assertWithin(root: string, file: string): void {
  if (!isSubpath(root, nearestRealPath(file))) {
    throw new Error(`${file} is outside of ${root}`);
  }
}

// What cannot be resolved is refused.
export async function prepare(wanted: string): Promise<string> {
  let real: string;
  try {
    real = await realpath(path.resolve(wanted));
  } catch {
    throw new Error(`no such file: ${wanted}`);
  }
  if (!(await isPathAllowed(real))) {
    throw new Error(`not allowed: ${wanted}`);
  }
  return real;
}

// Where the file is not there yet, its folder is resolved and tested in its place.
export async function prepareNew(wanted: string): Promise<string> {
  const original = path.resolve(wanted);
  let real: string | null = null;
  try {
    real = await realpath(original);
  } catch {
    const folder = await realpath(path.dirname(original));
    real = path.join(folder, path.basename(original));
  }
  const next = real ?? original;
  if (!(await isPathAllowed(next))) {
    throw new Error(`not allowed: ${wanted}`);
  }
  return next;
}
