type Decision = 'allow' | 'deny' | 'ask';
type Answer = 'allow' | 'deny';

declare function run(command: string): Promise<void>;
declare function refuse(command: string): void;
declare function askUser(command: string): Promise<boolean>;
declare function handle(decision: Decision, command: string): void;

function decidePermission(command: string): Decision {
  if (command === 'ls') return 'allow';
  return command === 'halt' ? 'deny' : 'ask';
}

function decideAccess(command: string): Answer {
  return command === 'ls' ? 'allow' : 'deny';
}

// Every answer has its case.
export async function perform(command: string) {
  const decision = decidePermission(command);
  if (decision === 'deny') return refuse(command);
  if (decision === 'ask' && !(await askUser(command))) return refuse(command);
  await run(command);
}

// The rest is a denial.
export async function performAllowed(command: string) {
  if (decidePermission(command) !== 'allow') return refuse(command);
  await run(command);
}

// Handled before: here only two answers are left.
export async function performLater(command: string) {
  const decision = decidePermission(command);
  if (decision === 'ask') return askUser(command);
  if (decision === 'deny') return refuse(command);
  return run(command);
}

// There are but two answers.
export async function performSimple(command: string) {
  if (decideAccess(command) === 'deny') return refuse(command);
  await run(command);
}

// Whoever is handed the answer treats it.
export async function performElsewhere(command: string) {
  const decision = decidePermission(command);
  if (decision === 'deny') return refuse(command);
  handle(decision, command);
}

// It says whether it is denied, and nothing else.
export function isDenied(command: string): boolean {
  return decidePermission(command) === 'deny';
}

// A denial is counted, and nothing follows from it.
export function countDenials(commands: string[]): number {
  return commands.filter(command => decidePermission(command) === 'deny').length;
}
