// Errors on the way to a prompt, a decision that is reconsidered, and what is asked in front of an act.

interface PromptDetails { title: string; diff: string }
interface Edit { before: string; after: string }
declare function compute(path: string): Promise<Edit>;

// Without a diff nobody is asked.
export class WriteTool {
  constructor(private readonly path: string) {}

  async getConfirmationDetails(): Promise<PromptDetails | false> {
    let edit: Edit;
    try {
      edit = await compute(this.path);
    } catch (error) {
      console.error('no diff', error);
      return false; // expect: fail-open-error
    }
    return { title: `Write ${this.path}?`, diff: edit.before + edit.after };
  }
}

enum Verdict {
  Allow = 'allow',
  Deny = 'deny',
  AskUser = 'ask_user',
}
declare function parse(line: string): string[];
declare function isDangerousCommand(parts: string[]): boolean;

// What came in as an allow stays one where looking at the command fails.
export class LinePolicy {
  applyShellRules(line: string, verdict: Verdict): Verdict {
    if (verdict === Verdict.Deny) return Verdict.Deny;
    try {
      const parts = parse(line);
      if (isDangerousCommand(parts)) return Verdict.AskUser;
    } catch {
      // not a line we understand
    }
    return verdict; // expect: fail-open-error
  }
}

interface HookOutput { reason(): string; blocked: boolean }
interface HookResult { blocked: boolean; reason?: string }
declare const hooks: { run(event: string, input: unknown): Promise<{ output?: HookOutput }> };

// A hook that fails blocks nothing.
export class Hooks {
  async fireBeforeCall(input: unknown): Promise<HookResult> {
    try {
      const { output } = await hooks.run('before-call', input);
      if (output?.blocked) return { blocked: true, reason: output.reason() };
      return { blocked: false };
    } catch (error) {
      console.error('hook failed', error);
      return { blocked: false }; // expect: fail-open-error
    }
  }
}
