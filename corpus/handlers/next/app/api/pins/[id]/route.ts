// Route handlers of Next: verbs by their exports, wrappers around them.
import { withUser } from '../../../../lib/auth';

// entry: GET /api/pins/:id
export async function GET(request: Request) {
  return Response.json({});
}

// entry: DELETE /api/pins/:id, behind withUser('admin')
export const DELETE = withUser(
  async (request: Request) => {
    return Response.json({});
  },
  { role: 'admin' },
);

const update = async (request: Request) => Response.json({});
// entry: PATCH /api/pins/:id, behind withUser
const PATCH = withUser(update);
export { PATCH };

// entry: PUT /api/pins/:id, behind withApi('pins:write')
export const PUT = withApi({ scope: 'pins:write', handler: async (request: Request) => Response.json({}) });
declare function withApi(options: { scope: string; handler: Function }): Function;

// no entry: settings, and a function of no verb
export const dynamic = 'force-dynamic';
export function helper() {}
