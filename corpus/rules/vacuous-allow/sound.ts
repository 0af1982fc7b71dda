// The list is what is asked for, or holds something.

interface User { id: string; teams: string[]; permissions: string[] }

interface Rule { conditions: { holds(user: User): boolean }[] }

declare function partsOf(command: string): string[];

declare function requiredFor(route: string): string[];

export function isCommandAllowed(command: string, allowed: string[]): boolean {
  const parts = partsOf(command);
  if (parts.length === 0) return false;
  return parts.every((part) => allowed.includes(part));
}

export function isFilledCommandAllowed(command: string, allowed: string[]): boolean {
  const parts = partsOf(command);
  return parts.length > 0 && parts.every((part) => allowed.includes(part));
}

// Something is allowed, and nothing else is in it.
export function isMixedCommandAllowed(command: string, allowed: string[]): boolean {
  const parts = partsOf(command);
  return parts.some((part) => allowed.includes(part)) && parts.every((part) => allowed.includes(part));
}

// A text has at least one part.
export function isLineAllowed(line: string, allowed: string[]): boolean {
  return line.split(';').every((part) => allowed.includes(part));
}

// Who needs nothing has it.
export function hasAllPermissions(user: User, required: string[]): boolean {
  return required.every((permission) => user.permissions.includes(permission));
}

export function canOpenRoute(user: User, route: string): boolean {
  return requiredFor(route).every((permission) => user.permissions.includes(permission));
}

// What is let in is the list itself.
export function canReadAll(user: User, teams: string[]): boolean {
  return teams.every((team) => user.teams.includes(team));
}

// A rule without conditions always applies.
export function ruleAllows(rule: Rule, user: User): boolean {
  return rule.conditions.every((condition) => condition.holds(user));
}

const levels = ['read', 'write'];

export function hasEveryPermission(user: User): boolean {
  return levels.every((level) => user.permissions.includes(level));
}

interface Config { origins: { allows(text: string): boolean }[] }

// What is configured says who is asked.
export function isOriginAllowed(config: Config, origin: string): boolean {
  return config.origins.every((one) => one.allows(origin));
}
