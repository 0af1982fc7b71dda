// Loads, form actions and endpoints of SvelteKit.
import { error, fail } from '@sveltejs/kit';

// entry: load /pins/:id
export const load = async ({ locals, params }) => {
  if (!locals.user) error(401);
  return { id: params.id };
};

export const actions = {
  // entry: action /pins/:id?rename
  rename: async ({ request }) => ({ ok: true }),
  // entry: action /pins/:id?remove
  remove: async ({ locals }) => (locals.user ? {} : fail(403)),
};
