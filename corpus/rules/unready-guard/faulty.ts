// Checks that let through until something has been loaded, and nobody waits.
import { readFile } from 'node:fs/promises';

// Everything is a root until the settings have been read.
let roots: string[] = ['/'];

async function readRoots(): Promise<void> {
  try {
    const settings = JSON.parse(await readFile('settings.json', 'utf8'));
    roots = settings.roots;
  } catch (error) {
    console.error('no settings', error);
  }
}

readRoots().catch((error) => console.error(error)); // expect: unready-guard

export function isInsideRoots(path: string): boolean {
  if (roots.includes('/')) {
    return true;
  }
  return roots.some((root) => path === root || path.startsWith(`${root}/`));
}

interface Policy {
  allowed: Set<string>;
}

declare function fetchPolicy(): Promise<Policy>;

// No policy, no refusal.
export class Gate {
  private policy: Policy | null = null;

  constructor() {
    void this.load(); // expect: unready-guard
  }

  private async load(): Promise<void> {
    this.policy = await fetchPolicy();
  }

  isAllowed(tool: string): boolean {
    if (!this.policy) return true;
    return this.policy.allowed.has(tool);
  }
}
