// Next.js: whoever gets no answer goes on; `next` and `rewrite` let through, any other response answers.

import { NextResponse, type NextRequest } from 'next/server';

// decides: deny when request.nextUrl.pathname === '/admin' && request.cookies.get('role')?.value !== 'admin'
// decides: allow otherwise
// default: allow
export function proxy(request: NextRequest) {
  if (request.nextUrl.pathname === '/notes') return NextResponse.rewrite('/posts');
  if (request.nextUrl.pathname !== '/admin') return NextResponse.next();
  if (request.cookies.get('role')?.value !== 'admin') return NextResponse.json({ error: 'forbidden' }, { status: 403 });
  return undefined;
}
