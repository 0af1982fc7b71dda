// Payload: a filter is "allowed, limited"; nothing is a denial. Hooks refuse by throwing.

import type { Access, CollectionConfig } from 'payload';
import { Forbidden } from 'payload';

// decides: allow when req.user?.role === 'editor'
// decides: delegated when req.user && req.user.role !== 'editor'
// decides: deny otherwise
// default: deny
export const readDrafts: Access = ({ req }) => {
  if (req.user?.role === 'editor') return true;
  if (req.user) return { author: { equals: req.user.id } };
};

export const Drafts: CollectionConfig = {
  slug: 'drafts',
  access: {
    read: readDrafts,
    // decides: allow when req.user?.role === 'editor'
    // decides: deny otherwise
    delete: ({ req }) => req.user?.role === 'editor',
  },
  hooks: {
    beforeDelete: [
      // decides: deny when req.user?.role !== 'editor'
      // decides: allow otherwise
      async ({ req }) => {
        if (req.user?.role !== 'editor') throw new Forbidden();
      },
      // decides: nothing
      async ({ req, id }) => {
        req.log.info(id);
      },
    ],
    // It says what the roles become, and refuses nobody.
    beforeChange: [protectRoles],
  },
};

// decides: nothing
function protectRoles({ req, data }: { req: { user?: { role: string } }; data: { roles: string[] } }): string[] {
  if (req.user?.role !== 'admin') return ['reader'];
  return data.roles;
}
