export async function requireUser(request: Request) {
  if (!request.headers.get('cookie')) throw new Response(null, { status: 401 });
}
