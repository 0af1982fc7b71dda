const SAFE = new Set(['ls', 'pwd', 'whoami']);
const OPERATORS = /[;&|<>`$()\n]/;

/** The whole line is on the list. */
export function isAllowedCommand(command: string, allowedCommands: string[]): boolean {
  return allowedCommands.includes(command);
}

/** What a shell could do with the rest is refused first. */
export function isAllowedLine(command: string): boolean {
  if (OPERATORS.test(command)) return false;
  return SAFE.has(command.split(' ')[0]);
}

/** Nothing else can stand behind the word. */
export function isPermittedCommand(command: string): boolean {
  if (OPERATORS.test(command)) return false;
  return command === 'git' || command.startsWith('git ');
}

/** The program is run without a shell, and named by itself. */
export function isPermittedProgram(argv: string[]): boolean {
  return SAFE.has(argv[0]);
}

/** Who asks is what decides. */
export function mayExecute(command: string, user: { isAdmin: boolean }): boolean {
  return user.isAdmin && command.startsWith('systemctl');
}

/** A question to a person is no permission. */
export function decideCommand(command: string): 'ask' | 'deny' {
  return command.startsWith('git') ? 'ask' : 'deny';
}

/** What begins so is refused. */
export function isDangerousCommand(command: string): boolean {
  return command.startsWith('rm') || command.includes('sudo');
}
