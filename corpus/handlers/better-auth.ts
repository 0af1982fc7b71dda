// Endpoints of better-auth: what they use runs in front of them.
import { createAuthEndpoint, createAuthMiddleware } from 'better-auth/api';
import { sessionMiddleware } from 'better-auth/api';

const staff = createAuthMiddleware(async (ctx) => {
  if (!ctx.context.session) throw new Error('who are you');
});

export const plugin = () => ({
  id: 'pins',
  endpoints: {
    // entry: POST /pins/delete, behind sessionMiddleware, staff
    deletePin: createAuthEndpoint('/pins/delete', { method: 'POST', use: [sessionMiddleware, staff] }, async (ctx) => ctx.json({})),
    // entry: GET /pins
    listPins: createAuthEndpoint('/pins', { method: 'GET' }, async (ctx) => ctx.json([])),
  },
});
