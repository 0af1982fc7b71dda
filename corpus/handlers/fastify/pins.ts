import type { FastifyInstance } from 'fastify';
import { requireUser } from './guards';

const deletePin = async () => ({});

export default async function pinRoutes(fastify: FastifyInstance) {
  // entry: GET /pins, behind audit, requireUser
  fastify.get('/', async () => []);
  // A hook covers what was registered before it.
  fastify.addHook('preHandler', requireUser);
  // entry: DELETE /pins/:id, behind audit, requireUser
  fastify.delete('/:id', deletePin);
}
