import { NextResponse } from 'next/server';
import { ForbiddenError, responses } from './errors';

interface User { id: string; role: string }

/** The answer is built and not returned: the preview opens without a token. */
export async function GET(request: Request): Promise<Response> {
  const token = request.headers.get('x-token');
  if (!token) {
    new Response('not allowed', { status: 403 }); // expect: unenforced-check
  }
  enablePreview();
  return new Response('ok');
}

/** As above, with the framework's own class. */
export async function POST(request: Request): Promise<Response> {
  const session = await readSession(request);
  if (!session) {
    NextResponse.json({ error: 'unauthorized' }, { status: 401 }); // expect: unenforced-check
  }
  const body = await request.json();
  return NextResponse.json(await save(body));
}

/** `throw` was forgotten. */
export function rename(user: User, name: string): string {
  if (user.role !== 'admin') {
    new ForbiddenError('admins only'); // expect: unenforced-check
  }
  return store(name);
}

/** Any error that says no. */
export function drop(user: User, id: string): string {
  if (user.role !== 'admin') new Error('you are not allowed to drop this'); // expect: unenforced-check
  return store(id);
}

/** Kept, and forgotten. */
export function publish(user: User, id: string): string {
  if (user.role !== 'admin') {
    const denied = new ForbiddenError('admins only'); // expect: unenforced-check
  }
  return store(id);
}

function forbidden(reason: string): Response {
  return Response.json({ reason }, { status: 403 });
}

/** A helper that only builds. */
export async function DELETE(request: Request): Promise<Response> {
  const user = await readSession(request);
  if (user?.role !== 'admin') {
    forbidden('admins only'); // expect: unenforced-check
  }
  await save(null);
  return new Response(null, { status: 204 });
}
