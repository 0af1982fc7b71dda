// Objects that stand for nothing, and say so.

export interface CommandJudge { isDangerousCommand(args: string[]): boolean }

export class ShellJudge implements CommandJudge {
  isDangerousCommand(args: string[]): boolean {
    return args[0] === 'rm' || args[0] === 'mkfs';
  }
}

export class NoopJudge implements CommandJudge {
  isDangerousCommand(_args: string[]): boolean {
    return false;
  }
}
