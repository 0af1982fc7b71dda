// Strapi: policies beside a route.

import { errors } from '@strapi/utils';

interface PolicyContext { state: { user?: { role: string } } }

const notes = {
  routes: [
    {
      method: 'DELETE',
      path: '/notes/:id',
      handler: 'note.delete',
      config: {
        policies: [
          // decides: allow when context.state.user?.role === 'editor'
          // decides: deny otherwise
          // default: deny
          (context: PolicyContext) => {
            if (context.state.user?.role === 'editor') return true;
            return null;
          },
          // decides: allow when context.state.user?.role === 'editor'
          // decides: deny otherwise
          (context: PolicyContext) => {
            if (!context.state.user) throw new errors.UnauthorizedError();
            return context.state.user.role === 'editor';
          },
        ],
      },
    },
  ],
};

export default notes;
