export const requireScope = (scope: string) => async (ctx, next) => {
  if (!ctx.scopes.includes(scope)) ctx.throw(403);
  await next();
};
