// Every element of a list may, and the list is less than what is let in.

interface User { id: string; teams: string[]; archives: string[] }

interface Upload { name: string; archives: string[]; data?: { shelves?: { id: string }[] } }

type Verdict = 'allow' | 'deny' | 'ask';

declare function partsOf(command: string): string[];

declare function verdictOn(part: string, allowed: string[]): Verdict;

// A command in which no part is found is run as it is.
export function isCommandAllowed(command: string, allowed: string[]): boolean {
  return partsOf(command).every((part) => allowed.includes(part)); // expect: vacuous-allow
}

export function commandVerdict(command: string, allowed: string[]): Verdict {
  if (!command.trim()) return 'ask';
  const verdicts = partsOf(command).map((part) => verdictOn(part, allowed));
  if (verdicts.includes('deny')) return 'deny';
  if (verdicts.every((verdict) => verdict === 'allow')) return 'allow'; // expect: vacuous-allow
  return 'ask';
}

// As a loop.
export function isCommandPermitted(command: string, allowed: string[]): boolean {
  for (const part of partsOf(command)) {
    if (!allowed.includes(part)) return false;
  }
  return true; // expect: vacuous-allow
}

// Whoever is in no team is in none that is not allowed.
export function canEnter(user: User, allowedTeams: string[]): boolean {
  return user.teams.every((team) => allowedTeams.includes(team)); // expect: vacuous-allow
}

// An upload that names no shelf is let in to all.
export function canUpload(user: User, upload: Upload): boolean {
  const shelves = upload.data?.shelves?.map((shelf) => shelf.id) ?? [];
  if (shelves.every((shelf) => user.archives.includes(shelf))) {
    return true; // expect: vacuous-allow
  }
  return false;
}
