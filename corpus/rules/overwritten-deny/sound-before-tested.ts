// Decisions of a policy that are replaced where they can't be a denial, or on purpose.

enum Ruling {
  Allow = 'allow',
  Deny = 'deny',
  AskUser = 'ask_user',
}
interface Call { id: string; tool: string }
declare const policy: { ruleOn(call: Call): Promise<{ ruling: Ruling }> };
declare function hookFor(call: Call): Promise<{ wish?: 'ask' | 'deny' }>;
declare function confirm(call: Call): Promise<boolean>;
declare function run(call: Call): Promise<void>;
declare function fail(call: Call): void;

export class Runner {
  // The denial has been looked at.
  async tested(call: Call): Promise<void> {
    const { wish } = await hookFor(call);
    let { ruling } = await policy.ruleOn(call);
    if (ruling === Ruling.Deny) {
      fail(call);
      return;
    }
    if (wish === 'ask') ruling = Ruling.AskUser;
    if (ruling === Ruling.AskUser && !(await confirm(call))) return;
    await run(call);
  }

  // Only what allows is made a question.
  async raised(call: Call): Promise<void> {
    const { wish } = await hookFor(call);
    let { ruling } = await policy.ruleOn(call);
    if (wish === 'ask' && ruling === Ruling.Allow) ruling = Ruling.AskUser;
    if (ruling === Ruling.Deny) {
      fail(call);
      return;
    }
    if (ruling === Ruling.AskUser && !(await confirm(call))) return;
    await run(call);
  }

  // A denial over whatever was decided.
  async denied(call: Call): Promise<void> {
    const { wish } = await hookFor(call);
    let { ruling } = await policy.ruleOn(call);
    if (wish === 'deny') ruling = Ruling.Deny;
    if (ruling === Ruling.Deny) {
      fail(call);
      return;
    }
    if (ruling === Ruling.AskUser && !(await confirm(call))) return;
    await run(call);
  }

  // What nobody may is put to a person, knowingly.
  async softened(call: Call): Promise<void> {
    let { ruling } = await policy.ruleOn(call);
    if (ruling === Ruling.Deny) ruling = Ruling.AskUser;
    if (ruling === Ruling.AskUser && !(await confirm(call))) return;
    await run(call);
  }
}
