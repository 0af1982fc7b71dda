// The middleware of Next.js: another address is another page, a redirect refuses.

import { NextResponse, type NextRequest } from 'next/server';

// decides: deny when !request.cookies.has('session') && (request.headers.get('accept') === 'json' || request.nextUrl.pathname !== '/login')
// decides: allow otherwise
export function middleware(request: NextRequest) {
  if (request.cookies.has('session')) return NextResponse.next();
  if (request.headers.get('accept') === 'json') return NextResponse.json({ error: 'unauthorized' }, { status: 401 });
  if (request.nextUrl.pathname === '/login') return NextResponse.rewrite('/welcome');
  return NextResponse.redirect('/login');
}
