// Routes of Fastify: hooks of the instance, options, route objects, plugins with a prefix.
import Fastify from 'fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import pinRoutes from './pins';
import { requireUser } from './guards';

const app = Fastify();

async function audit(request: FastifyRequest, reply: FastifyReply) {}

app.addHook('onRequest', audit);
// entry: GET /health, behind audit
app.get('/health', async () => ({}));
// entry: POST /tags, behind audit, requireUser
app.post('/tags', { preHandler: requireUser }, async (request, reply) => reply.send({}));
// entry: DELETE /tags/:id, behind audit, requireUser, audit
app.route({
  method: 'DELETE',
  url: '/tags/:id',
  preHandler: [requireUser, audit],
  handler: async (request, reply) => reply.send({}),
});
app.register(pinRoutes, { prefix: '/pins' });
app.register(
  async (inner) => {
    // entry: GET /inner/a, behind audit
    inner.get('/a', async () => ({}));
  },
  { prefix: '/inner' },
);

app.listen({ port: 3000 });
