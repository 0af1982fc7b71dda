// The decision of a policy, replaced before anyone looks whether it denies.

enum Ruling {
  Allow = 'allow',
  Deny = 'deny',
  AskUser = 'ask_user',
}
interface Call { id: string; tool: string }
declare const policy: { ruleOn(call: Call): Promise<{ ruling: Ruling }> };
declare function hookFor(call: Call): Promise<{ wish?: 'ask' | 'allow' }>;
declare function confirm(call: Call): Promise<boolean>;
declare function run(call: Call): Promise<void>;
declare function fail(call: Call): void;

export class Runner {
  async process(call: Call): Promise<void> {
    const { wish } = await hookFor(call);
    const { ruling: ruled } = await policy.ruleOn(call);
    let ruling = ruled;
    if (wish === 'ask') {
      ruling = Ruling.AskUser; // expect: overwritten-deny
    }
    if (ruling === Ruling.Deny) {
      fail(call);
      return;
    }
    if (ruling === Ruling.AskUser && !(await confirm(call))) return;
    await run(call);
  }
}
