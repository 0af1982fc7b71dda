// The middleware of Next.js: going on is an answer, and so is nothing.

import { NextResponse, type NextRequest } from 'next/server';

// decides: deny when request.nextUrl.pathname.startsWith('/admin') && !request.cookies.has('session')
// decides: allow otherwise
export function middleware(request: NextRequest) {
  if (request.nextUrl.pathname.startsWith('/admin') && !request.cookies.has('session')) {
    return NextResponse.redirect(new URL('/login', request.url));
  }
  return NextResponse.next();
}
