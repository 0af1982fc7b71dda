export const withUser = (handler: Function, options?: { role: string }) => async (request: Request, context: unknown) => {
  if (!request.headers.get('cookie')) return new Response(null, { status: 401 });
  return handler(request, context);
};

export function handlers(config: unknown) {
  return { GET: async (request: Request) => new Response(), POST: async (request: Request) => new Response() };
}
