// Fastify: a hook that just ends lets through; answering stops it, with or without a `return`.

import { fastify } from 'fastify';

declare const tokens: Set<string>;

const app = fastify();

// Handed over by its name.
// decides: deny when !tokens.has(request.headers.token)
// decides: allow otherwise
async function hasToken(request, reply) {
  if (!tokens.has(request.headers.token)) reply.code(401).send({ error: 'unauthorized' });
}

// decides: nothing
async function logged(request) {
  request.log.info('a request');
}

app.get('/notes', { preHandler: [logged, hasToken] }, async () => []);

app.route({
  method: 'DELETE',
  url: '/notes/:id',
  // decides: deny when request.user?.role !== 'editor'
  // decides: allow otherwise
  onRequest: async request => {
    if (request.user?.role !== 'editor') throw new Error('forbidden');
  },
  handler: async () => ({}),
});

app.addHook('preHandler',
  // decides: allow when tokens.has(request.headers.token)
  // decides: deny otherwise
  (request, reply, done) => {
    if (tokens.has(request.headers.token)) done();
    else done(new Error('unauthorized'));
  },
);
