// One of the classes of an interface is a stub; the other one says what the interface is for.

export interface CommandJudge { isDangerousCommand(args: string[]): boolean }

export class ShellJudge implements CommandJudge {
  isDangerousCommand(args: string[]): boolean {
    return args[0] === 'rm' || args[0] === 'mkfs';
  }
}

export class LocalJudge implements CommandJudge {
  isDangerousCommand(_args: string[]): boolean { // expect: always-allow
    return false;
  }
}
