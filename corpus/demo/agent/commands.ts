import type { Session, Verdict } from './types';

const READ_ONLY_COMMANDS = new Set(['ls', 'pwd', 'whoami', 'git status', 'git diff']);
const DESTRUCTIVE_COMMANDS = new Set(['mkfs', 'shutdown', 'git push --force']);

/** Commands that no session may run, whatever its mode. */
export function isCommandBlocked(command: string): boolean {
  return DESTRUCTIVE_COMMANDS.has(command);
}

/** What happens to one command line of the shell tool. */
export function evaluateCommand(command: string, session: Session): Verdict {
  if (isCommandBlocked(command)) return 'deny';
  if (READ_ONLY_COMMANDS.has(command)) return 'allow';
  if (session.approvedCommands.has(command)) return 'allow';
  return 'ask';
}

/** Background commands keep running after the turn has ended. */
export function evaluateBackgroundCommand(command: string, session: Session): Verdict {
  switch (command) {
    case 'npm run dev':
    case 'npm run watch':
      return session.trusted ? 'allow' : 'ask';
    case 'shutdown':
    case 'reboot':
      return 'deny';
    default:
      return 'allow'; // expect: default-allow
  }
}

/** Git is split by subcommand; what changes the remote needs a person. */
export function evaluateGit(subcommand: string, session: Session): Verdict {
  if (session.mode === 'plan') return 'deny';
  if (subcommand === 'status' || subcommand === 'diff' || subcommand === 'log') {
    return 'allow';
  }
  if (subcommand === 'push' || subcommand === 'fetch') {
    return 'ask';
  }
  if (subcommand === 'push' && session.mode === 'auto') {
    return 'deny'; // expect: unreachable-deny
  }
  return session.trusted ? 'allow' : 'ask';
}
