const SAFE = ['ls', 'git', 'cat'];

/** `gitleaks` begins with `git`. */
export function isAllowedCommand(command: string, allowedCommands: string[]): boolean {
  return allowedCommands.some(allowed => command.startsWith(allowed)); // expect: loose-match
}

/** Whatever stands behind the first word is run as well. */
export function isAllowedLine(command: string): boolean {
  const program = command.trim().split(' ')[0]; // expect: loose-match
  return SAFE.includes(program);
}

/** A separator behind the word, but nothing is asked of the rest. */
export function isPermittedCommand(command: string): boolean {
  return command.startsWith('git status '); // expect: loose-match
}

/** Anywhere in the line. */
export function decideCommand(command: string): 'allow' | 'ask' {
  if (command.includes('--help')) return 'allow'; // expect: loose-match
  return 'ask';
}

/** A beginning, as a pattern. */
export function isCommandAllowed(command: string): boolean {
  return /^(npm test|npm run build)/.test(command); // expect: loose-match
}
