// Access functions and endpoints of collections.
import type { Access, CollectionConfig } from 'payload';

const isAdmin: Access = ({ req }) => req.user?.role === 'admin';

export const Pins: CollectionConfig = {
  slug: 'pins',
  access: {
    // entry: access pins.read
    read: () => true,
    // entry: access pins.update
    update: isAdmin,
    // entry: access pins.delete
    delete: ({ req }) => Boolean(req.user),
  },
  endpoints: [
    // entry: POST /:id/archive
    {
      path: '/:id/archive',
      method: 'post',
      handler: async (req) => Response.json({}),
    },
  ],
  fields: [{ name: 'title', type: 'text' }],
};

// no entry: no collection
export const settings = { access: { read: () => 1 } };
