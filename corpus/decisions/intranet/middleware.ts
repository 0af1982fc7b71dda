// The middleware of Next.js: who gets no answer goes on, whoever it is.

import { NextResponse, type NextRequest } from 'next/server';

// decides: deny when request.nextUrl.pathname === '/admin' && request.headers.get('role') !== 'admin'
// decides: allow otherwise
export async function middleware(request: NextRequest) {
  if (request.nextUrl.pathname !== '/admin') return;
  if (request.headers.get('role') !== 'admin') {
    return NextResponse.redirect('/login');
  }
}
