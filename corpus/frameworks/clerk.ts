// Clerk: nothing goes on, whoever it is; a response answers, and `protect` throws.

import { clerkMiddleware } from '@clerk/nextjs/server';
import { NextResponse } from 'next/server';

export const proxy = clerkMiddleware(
  // decides: deny when req.nextUrl.pathname === '/admin' && (await auth()).role !== 'admin'
  // decides: allow otherwise
  async (auth, req) => {
    if (req.nextUrl.pathname === '/admin' && (await auth()).role !== 'admin') return NextResponse.redirect('/sign-in');
    if (req.nextUrl.pathname === '/admin') return NextResponse.next();
  },
);
