type Decision = 'allow' | 'deny' | 'ask';

declare function run(command: string): Promise<void>;
declare function refuse(command: string): void;
declare function askUser(command: string): Promise<boolean>;

enum Verdict {
  Allow = 1,
  Deny = 2,
  Ask = 3,
}

function decidePermission(command: string): Decision {
  if (command === 'ls') return 'allow';
  return command === 'halt' ? 'deny' : 'ask';
}

// What it answers is seen, not declared.
function seenPermission(command: string, trusted: string[]) {
  if (trusted.includes(command)) return { behavior: 'allow' };
  if (command === 'halt') return { behavior: 'deny' };
  return { behavior: 'ask' };
}

function verdictOnAccess(path: string): Verdict {
  if (path === '/srv/public') return Verdict.Allow;
  return path === '/etc/shadow' ? Verdict.Deny : Verdict.Ask;
}

// 'ask' runs like 'allow'.
export async function perform(command: string) {
  if (decidePermission(command) === 'deny') { // expect: partial-decision
    refuse(command);
    return;
  }
  await run(command);
}

// The answer is kept first; the switch has no case for 'ask'.
export async function performBySwitch(command: string) {
  const decision = decidePermission(command);
  switch (decision) {
    case 'deny': // expect: partial-decision
      throw new Error('permission denied');
  }
  await run(command);
}

// A field of what is seen to be returned.
export async function performSeen(command: string, trusted: string[]) {
  const result = seenPermission(command, trusted);
  if (result.behavior === 'deny') { // expect: partial-decision
    throw new Error('permission denied');
  }
  await run(command);
}

// Members of an enum without words for values.
export async function readFile(path: string) {
  if (verdictOnAccess(path) === Verdict.Deny) { // expect: partial-decision
    throw new Error('access denied');
  }
  await run(path);
}
