import type { FastifyReply, FastifyRequest } from 'fastify';

export async function requireUser(request: FastifyRequest, reply: FastifyReply) {
  if (!request.user) return reply.code(401).send();
}
