// Hono: calling on lets through; an answer counts when it is returned or assigned.

import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';

declare const tokens: Set<string>;

declare const app: Hono;

// decides: allow when c.get('user')?.role === 'editor'
// decides: deny otherwise
// default: deny
async function editors(c, next) {
  if (c.get('user')?.role !== 'editor') return c.json({ error: 'forbidden' }, 403);
  await next();
}

app.delete('/notes/:id', editors, c => c.text('gone'));

app.use('/admin/*',
  // decides: allow when c.get('user')?.role === 'admin'
  // decides: deny otherwise
  async (c, next) => {
    if (c.get('user')?.role === 'admin') return next();
    c.res = new Response('forbidden', { status: 403 });
  },
);

app.use(
  // decides: nothing
  async (c, next) => {
    c.set('at', Date.now());
    await next();
  },
);

app.use(bearerAuth({
  // decides: allow when tokens.has(token)
  // decides: deny otherwise
  // default: deny
  verifyToken: async (token: string) => {
    if (tokens.has(token)) return true;
  },
}));
