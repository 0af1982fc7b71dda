// entry: GET /api/pins
export function GET({ url }) {
  return new Response();
}
// entry: POST /api/pins
export const POST = async ({ request }) => new Response();
// no entry
export const prerender = false;
