// Promises of checks that somebody waits for, or that are no promises.

interface User { id: string; role: string }
interface Doc { id: string; ownerId: string }

declare const grants: { find(userId: string, docId: string): Promise<{ level: string } | null> };
declare const docs: { remove(id: string): Promise<void>; list(): Promise<Doc[]> };
declare const log: { warn(error: unknown): void };
declare const pool: { run<T>(job: Promise<T>): Promise<T> };

class ForbiddenError extends Error {}

async function canEdit(userId: string, docId: string): Promise<boolean> {
  const grant = await grants.find(userId, docId);
  return grant?.level === 'editor';
}

async function assertOwner(userId: string, docId: string): Promise<void> {
  const grant = await grants.find(userId, docId);
  if (grant?.level !== 'owner') {
    throw new ForbiddenError('not the owner');
  }
}

// Awaited on the spot.
export async function removeDoc(user: User, docId: string) {
  await assertOwner(user.id, docId);
  if (!(await canEdit(user.id, docId))) throw new ForbiddenError('not allowed');
  await docs.remove(docId);
}

// Awaited later, through a variable.
export async function removeLater(user: User, docId: string) {
  const allowed = canEdit(user.id, docId);
  log.warn('asked');
  if (!(await allowed)) throw new ForbiddenError('not allowed');
  await docs.remove(docId);
}

// The variable is set again, to what the promise gave.
export async function removeSetAgain(user: User, docId: string) {
  let allowed: boolean | Promise<boolean> = canEdit(user.id, docId);
  allowed = await allowed;
  if (!allowed) throw new ForbiddenError('not allowed');
  await docs.remove(docId);
}

// Collected, and awaited together.
export async function removeBoth(user: User, first: string, second: string) {
  const [one, two] = await Promise.all([canEdit(user.id, first), canEdit(user.id, second)]);
  if (!one || !two) throw new ForbiddenError('not allowed');
  await docs.remove(first);
  await docs.remove(second);
}

// Every element is asked by `map`, and the answers are awaited before they are used.
export async function editable(user: User) {
  const all = await docs.list();
  const allowed = await Promise.all(all.map(async (doc) => canEdit(user.id, doc.id)));
  return all.filter((_, index) => allowed[index]);
}

// Returned: whoever calls awaits it.
export function mayEdit(user: User, docId: string): Promise<boolean> {
  return canEdit(user.id, docId);
}

// A chain receives the answer, and the error.
export function removeChained(user: User, docId: string) {
  return canEdit(user.id, docId).then((allowed) => {
    if (!allowed) throw new ForbiddenError('not allowed');
    return docs.remove(docId);
  });
}

// The error of a dropped guard is received by its own handler, and the work is done behind it.
export function removeGuarded(user: User, docId: string) {
  assertOwner(user.id, docId)
    .then(() => docs.remove(docId))
    .catch((error) => log.warn(error));
}

// Handed to something that waits.
export async function removePooled(user: User, docId: string) {
  if (!(await pool.run(canEdit(user.id, docId)))) throw new ForbiddenError('not allowed');
  await docs.remove(docId);
}

// Nothing is done behind the guard, so nothing is done too early.
export function warnStrangers(user: User, docId: string) {
  assertOwner(user.id, docId);
}

// One promise for all who ask at the same time: whether it is there is the question.
const pending = new Map<string, Promise<boolean>>();
export async function canEditOnce(user: User, docId: string): Promise<boolean> {
  let asked = pending.get(docId);
  if (!asked) {
    asked = canEdit(user.id, docId);
    pending.set(docId, asked);
  }
  return asked;
}

// A generator gives no promise, and its answers are asked for one by one.
function* allowedSteps(user: User): Generator<boolean> {
  yield user.role === 'admin';
  yield user.role === 'editor';
}

export function hasSteps(user: User) {
  if (!allowedSteps(user)) throw new ForbiddenError('not allowed');
  return true;
}

// A promise on one path only: whether there is one tells something.
function accessRequest(user: User, docId: string) {
  if (user.role === 'guest') return null;
  return canEdit(user.id, docId);
}

export async function requestAccess(user: User, docId: string) {
  const access = accessRequest(user, docId);
  if (!access) throw new ForbiddenError('guests may not ask');
  return access;
}

// A list of its own that waits for its predicates.
class AsyncList {
  constructor(private readonly all: Doc[]) {}

  async filter(keep: (doc: Doc) => Promise<boolean>): Promise<Doc[]> {
    const kept = await Promise.all(this.all.map(keep));
    return this.all.filter((_, index) => kept[index]);
  }
}

export async function editableOf(list: AsyncList, user: User) {
  return await list.filter(async (doc) => canEdit(user.id, doc.id));
}

// A handler that starts a guard and does nothing else.
export const onOpen = (user: User, docId: string) => void assertOwner(user.id, docId);
