// A path that could not be resolved, given to whoever throws where it lies elsewhere.

import fs from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';

declare function isSubpath(root: string, file: string): boolean;
declare function isPathAllowed(file: string): Promise<boolean>;

// The text is decoded first, and what is decoded may not be there yet.
export function toRealPath(text: string): string {
  let file = text;
  try {
    file = decodeURIComponent(file);
  } catch {
    // not encoded
  }
  try {
    return fs.realpathSync(file);
  } catch {
    return file; // expect: fail-open-error
  }
}

export class Layout {
  constructor(private readonly root: string, private readonly custom: string) {}

  draftsFolder(): string {
    const folder = path.resolve(this.root, this.custom);
    const realRoot = toRealPath(this.root);
    const realDrafts = toRealPath(folder);
    if (!isSubpath(realRoot, realDrafts)) {
      throw new Error(`${this.custom} is outside of ${realRoot}`);
    }
    return folder;
  }
}

// What is missing is told from what fails, and still tested by its name. Nothing here is named as a check.
export async function prepare(wanted: string): Promise<string> {
  const original = path.resolve(wanted);
  let real: string | null = null;
  try {
    real = await realpath(original);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new Error(`cannot resolve ${wanted}`);
  }
  const next = real ?? original;
  if (!(await isPathAllowed(next))) { // expect: fail-open-error
    throw new Error(`not allowed: ${wanted}`);
  }
  return next;
}
