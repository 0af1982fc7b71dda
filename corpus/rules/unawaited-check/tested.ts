// The promise of a check, tested as if it were the answer.

interface User { id: string; role: string }
interface Verdict { allowed: boolean; reason?: string }

declare const grants: { find(userId: string, docId: string): Promise<{ level: string } | null> };
declare const docs: { remove(id: string): Promise<void>; rename(id: string, title: string): Promise<void> };

async function canEdit(userId: string, docId: string): Promise<boolean> {
  const grant = await grants.find(userId, docId);
  return grant?.level === 'editor';
}

async function checkAccess(userId: string, docId: string): Promise<Verdict> {
  const grant = await grants.find(userId, docId);
  if (!grant) return { allowed: false, reason: 'no grant' };
  return { allowed: true };
}

// A function that hands the promise of another one on gives a promise, too.
function canRename(userId: string, docId: string) {
  return canEdit(userId, docId);
}

// Negated on the spot: the refusal is dead.
export async function removeDoc(user: User, docId: string) {
  if (!canEdit(user.id, docId)) { // expect: unawaited-check
    throw new Error('permission denied');
  }
  await docs.remove(docId);
}

// Kept in a variable first.
export async function renameDoc(user: User, docId: string, title: string) {
  const allowed = canRename(user.id, docId); // expect: unawaited-check
  if (!allowed) throw new Error('not allowed');
  await docs.rename(docId, title);
}

// A variable that is declared before it is set.
export async function renameLater(user: User, docId: string, title: string) {
  let allowed;
  allowed = canEdit(user.id, docId); // expect: unawaited-check
  if (!allowed) {
    throw new Error('not allowed');
  }
  await docs.rename(docId, title);
}

// As one of several tests.
export async function removeOwn(user: User, docId: string, confirmed: boolean) {
  if (confirmed && canEdit(user.id, docId)) { // expect: unawaited-check
    await docs.remove(docId);
  }
}

// The first operand decides whether the second one is asked.
export async function removeAny(user: User, docId: string) {
  return canEdit(user.id, docId) && docs.remove(docId); // expect: unawaited-check
}

// A member of the answer is looked for in the promise, and never there.
export async function removeChecked(user: User, docId: string) {
  const verdict = checkAccess(user.id, docId); // expect: unawaited-check
  if (verdict.allowed === false) {
    throw new Error('permission denied');
  }
  await docs.remove(docId);
}

// Compared with an answer: a promise is never `false`.
export async function removeCompared(user: User, docId: string) {
  if (canEdit(user.id, docId) === false) { // expect: unawaited-check
    throw new Error('permission denied');
  }
  await docs.remove(docId);
}

// Nothing in its name speaks of permission; what its answer leads to does.
async function knows(userId: string) {
  return (await grants.find(userId, 'any')) !== null;
}

export async function listDocs(user: User) {
  if (!knows(user.id)) { // expect: unawaited-check
    return new Response('forbidden', { status: 403 });
  }
  return Response.json([]);
}

// Methods of a class, and a promise that is built by hand.
export class Vault {
  constructor(private readonly owner: string) {}

  isOwner(userId: string) {
    return new Promise<boolean>((resolve) => resolve(userId === this.owner));
  }

  async open(user: User) {
    if (!this.isOwner(user.id)) { // expect: unawaited-check
      throw new Error('access denied');
    }
    return 'open';
  }
}
