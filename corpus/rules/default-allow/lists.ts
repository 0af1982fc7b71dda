// Open by configuration or by purpose: worth knowing, seldom a fault.

interface Policy { allowedTools?: string[]; allowedDomains: string[] }

const COMMAND_DENYLIST = new Set(['mkfs', 'shutdown']);

// An empty list of domains means that every domain is open.
// default: allow
export function isDomainAllowed(domain: string, policy: Policy): boolean {
  if (policy.allowedDomains.length === 0) return true; // expect: default-allow note
  return policy.allowedDomains.includes(domain);
}

// No list of tools means that every tool may run.
// default: allow
export function isToolPermitted(tool: string, policy: Policy): boolean {
  if (!policy.allowedTools) return true; // expect: default-allow note
  return policy.allowedTools.includes(tool);
}

// The name says that this is a denylist, so the open end is what it promises.
// default: allow
export function isAllowedByDenylist(command: string): boolean {
  return !COMMAND_DENYLIST.has(command); // expect: default-allow note
}

// A deny list by design: what it does not name is permitted here, and another check decides.
export function checkCommandPermission(command: string): { allowed: boolean; reason?: string } {
  if (COMMAND_DENYLIST.has(command)) {
    return { allowed: false, reason: `${command} is never permitted` };
  }
  return { allowed: true }; // expect: default-allow note
}
