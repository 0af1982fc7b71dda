// Paths that are checked in one spelling and used in another.
import * as path from 'node:path';
import { realpath } from 'node:fs/promises';

declare function getAllowedDirectories(): Promise<string[]>;

async function isPathAllowed(target: string): Promise<boolean> {
  const allowedDirectories = await getAllowedDirectories();
  return allowedDirectories.some((root) => target === root || target.startsWith(root + path.sep));
}

// The link lies inside, what it leads to does not have to.
export async function resolveInside(requested: string): Promise<string> {
  const absolute = path.resolve(requested);
  if (!(await isPathAllowed(absolute))) {
    throw new Error(`path not allowed: ${requested}`);
  }
  return realpath(absolute); // expect: mismatched-check
}

// Resolved first, and checked then.
export async function resolveThenCheck(requested: string): Promise<string> {
  const real = await realpath(path.resolve(requested));
  if (!(await isPathAllowed(real))) {
    throw new Error(`path not allowed: ${requested}`);
  }
  return real;
}

// Checked again.
export async function checkTwice(requested: string): Promise<string> {
  const absolute = path.resolve(requested);
  if (!(await isPathAllowed(absolute))) {
    throw new Error(`path not allowed: ${requested}`);
  }
  const real = await realpath(absolute);
  if (!(await isPathAllowed(real))) {
    throw new Error(`path not allowed: ${requested}`);
  }
  return real;
}

async function isRealPathAllowed(target: string): Promise<boolean> {
  const allowedDirectories = await getAllowedDirectories();
  const real = await realpath(target);
  return allowedDirectories.some((root) => real === root || real.startsWith(root + path.sep));
}

// The check resolves by itself.
export async function checkResolves(requested: string): Promise<string> {
  const absolute = path.resolve(requested);
  if (!(await isRealPathAllowed(absolute))) {
    throw new Error(`path not allowed: ${requested}`);
  }
  return realpath(absolute);
}
