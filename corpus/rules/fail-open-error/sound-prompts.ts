// Errors on the way to a prompt, and decisions that came in: none of these opens anything.

interface PromptDetails { title: string; diff: string }
interface Edit { before: string; after: string }
declare function compute(path: string): Promise<Edit>;

// Without a diff there is still a question.
export class WriteTool {
  constructor(private readonly path: string) {}

  async getConfirmationDetails(): Promise<PromptDetails | false> {
    let edit: Edit | undefined;
    try {
      edit = await compute(this.path);
    } catch (error) {
      console.error('no diff', error);
    }
    return { title: `Write ${this.path}?`, diff: edit ? edit.before + edit.after : '' };
  }
}

// What fails goes to whoever asked.
export class MoveTool {
  constructor(private readonly path: string, private readonly trusted: Set<string>) {}

  async getConfirmationDetails(): Promise<PromptDetails | false> {
    if (this.trusted.has(this.path)) return false;
    const edit = await compute(this.path);
    return { title: `Move ${this.path}?`, diff: edit.after };
  }
}

enum Verdict {
  Allow = 'allow',
  Deny = 'deny',
  AskUser = 'ask_user',
}
declare function parse(line: string): string[];
declare function isDangerousCommand(parts: string[]): boolean;
declare function count(line: string): void;

export class LinePolicy {
  applyShellRules(line: string, verdict: Verdict): Verdict {
    if (verdict === Verdict.Deny) return Verdict.Deny;
    try {
      const parts = parse(line);
      if (isDangerousCommand(parts)) return Verdict.AskUser;
    } catch {
      return Verdict.AskUser;
    }
    return verdict;
  }

  // The error changes nothing in what came in.
  noteShellRules(line: string, verdict: Verdict): Verdict {
    try {
      count(line);
    } catch {
      // not counted
    }
    return verdict;
  }
}

interface HookOutput { stops(): boolean; reason(): string }
interface HookResult { blocked: boolean; reason?: string }
declare const hooks: { run(event: string, input: unknown): Promise<{ output?: HookOutput }> };

export class Hooks {
  async fireBeforeCall(input: unknown): Promise<HookResult> {
    try {
      const { output } = await hooks.run('before-call', input);
      if (output?.stops()) return { blocked: true, reason: output.reason() };
      return { blocked: false };
    } catch (error) {
      console.error('hook failed', error);
      return { blocked: true, reason: 'a hook failed' };
    }
  }
}
