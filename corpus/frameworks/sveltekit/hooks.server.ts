// SvelteKit: only what `resolve` gives goes on; another response answers, and `error` throws.

import { error, redirect, type Handle } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';

const signedIn: Handle =
  // decides: deny when !event.locals.user
  // decides: allow otherwise
  async ({ event, resolve }) => {
    if (!event.locals.user) redirect(303, '/sign-in');
    return resolve(event);
  };

// decides: deny when event.url.pathname === '/admin' && event.locals.user?.role !== 'admin'
// decides: allow otherwise
async function admins({ event, resolve }) {
  if (event.url.pathname === '/admin' && event.locals.user?.role !== 'admin') {
    return new Response('forbidden', { status: 403 });
  }
  const response = await resolve(event);
  response.headers.set('x-frame-options', 'DENY');
  return response;
}

// decides: nothing
async function timed({ event, resolve }) {
  event.locals.since = Date.now();
  return resolve(event);
}

export const handle = sequence(timed, signedIn, admins);

// decides: nothing
export const fail = () => error(500, 'out of order');
