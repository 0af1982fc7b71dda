// Checks whose state is loaded, and that deny until then, or wait, or get it from elsewhere.
import { readFile } from 'node:fs/promises';

interface Policy {
  allowed: Set<string>;
}

declare function fetchPolicy(): Promise<Policy>;

// Nothing is allowed before the list is there.
let tools: string[] = [];

async function readTools(): Promise<void> {
  tools = JSON.parse(await readFile('tools.json', 'utf8'));
}

void readTools();

export function isToolAllowed(tool: string): boolean {
  return tools.includes(tool);
}

// No policy, no access.
export class StrictGate {
  private policy: Policy | null = null;

  constructor() {
    void this.load();
  }

  private async load(): Promise<void> {
    this.policy = await fetchPolicy();
  }

  isAllowed(tool: string): boolean {
    if (!this.policy) return false;
    return this.policy.allowed.has(tool);
  }
}

// Whoever asks waits.
export class PatientGate {
  private policy: Policy | null = null;
  private readonly ready: Promise<void>;

  constructor() {
    this.ready = this.load();
  }

  private async load(): Promise<void> {
    this.policy = await fetchPolicy();
  }

  async isAllowed(tool: string): Promise<boolean> {
    await this.ready;
    if (!this.policy) return true;
    return this.policy.allowed.has(tool);
  }
}

// Whoever starts it waits.
let open: Policy | undefined;

export async function start(): Promise<void> {
  await loadOpen();
}

async function loadOpen(): Promise<void> {
  open = await fetchPolicy();
}

export function mayOpen(tool: string): boolean {
  if (open === undefined) return true;
  return open.allowed.has(tool);
}

// It can be set at once.
export class SetGate {
  private policy: Policy | null = null;

  constructor() {
    void this.load();
  }

  setPolicy(policy: Policy): void {
    this.policy = policy;
  }

  private async load(): Promise<void> {
    this.policy = await fetchPolicy();
  }

  isAllowed(tool: string): boolean {
    if (!this.policy) return true;
    return this.policy.allowed.has(tool);
  }
}
