import { visitOf, type Visitor } from '@shelf/session';
import { mayReturn, type Access } from './access';

declare const shelf: { put(bookId: string): Promise<void>; clear(): Promise<void> };

// The async function stands in another file.
export async function giveBack(visitor: Visitor, bookId: string) {
  const allowed = mayReturn(visitor, bookId); // expect: unawaited-check
  if (!allowed) throw new Error('permission denied');
  await shelf.put(bookId);
}

// Behind an interface that one class has.
export class Desk {
  constructor(private readonly access: Access) {}

  async giveBack(visitor: Visitor, bookId: string) {
    if (!this.access.mayReturn(visitor, bookId)) { // expect: unawaited-check
      throw new Error('permission denied');
    }
    await shelf.put(bookId);
  }

  async clear(visitor: Visitor) {
    const { access } = this;
    access.requireLibrarian(visitor); // expect: unawaited-check
    await shelf.clear();
  }

  async clearInTime(visitor: Visitor) {
    const { access } = this;
    await access.requireLibrarian(visitor);
    await shelf.clear();
  }
}

// The visit of a package of the project is there for nobody, too.
export async function enter(request: Request): Promise<Response> {
  const user = await visitOf(request.headers); // expect: object-as-decision
  if (!user) return new Response('sign in first', { status: 401 });
  return new Response('welcome');
}

// Its member tells who it is.
export async function enterKnown(request: Request): Promise<Response> {
  const { user } = await visitOf(request.headers);
  if (!user) return new Response('sign in first', { status: 401 });
  return new Response(`welcome ${user.id}`);
}
