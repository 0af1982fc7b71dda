// Async guards that refuse by an error, and lists that are asked with async predicates.

interface User { id: string; role: string }
interface Doc { id: string; ownerId: string }

declare const grants: { find(userId: string, docId: string): Promise<{ level: string } | null> };
declare const docs: { remove(id: string): Promise<void>; list(): Promise<Doc[]> };

class ForbiddenError extends Error {}

async function assertOwner(userId: string, docId: string): Promise<void> {
  const grant = await grants.find(userId, docId);
  if (grant?.level !== 'owner') {
    throw new ForbiddenError('not the owner');
  }
}

async function canRead(userId: string, docId: string): Promise<boolean> {
  return (await grants.find(userId, docId))?.level === 'reader';
}

// The document is gone before the guard has refused.
export async function removeDoc(user: User, docId: string) {
  assertOwner(user.id, docId); // expect: unawaited-check
  await docs.remove(docId);
}

// A `try` around it receives nothing.
export async function removeTried(user: User, docId: string) {
  try {
    assertOwner(user.id, docId); // expect: unawaited-check
    await docs.remove(docId);
  } catch (error) {
    return { ok: false };
  }
  return { ok: true };
}

// Every promise is true: the filter keeps everything.
export async function readable(user: User) {
  const all = await docs.list();
  return all.filter(async (doc) => await canRead(user.id, doc.id)); // expect: unawaited-check
}

// `some` is true for the first element, whoever asks.
export async function readsAny(user: User) {
  const all = await docs.list();
  const readsOne = async (doc: Doc) => canRead(user.id, doc.id);
  if (!all.some(readsOne)) { // expect: unawaited-check
    throw new ForbiddenError('nothing to read');
  }
  return all;
}

// `every` never fails.
export async function readsAll(user: User, asked: Doc[]): Promise<boolean> {
  return asked.every(async (doc) => { // expect: unawaited-check
    const allowed = await canRead(user.id, doc.id);
    return allowed;
  });
}
