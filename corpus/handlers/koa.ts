// Routes of Koa: routers with prefixes, mounted by what `routes()` gives.
import Koa, { type Context, type Next } from 'koa';
import PinRouter from '@koa/router';

const app = new Koa();
const router = new PinRouter({ prefix: '/pins' });

const auth = (options: { admin: boolean }) => async (ctx: Context, next: Next) => {
  if (options.admin && !ctx.state.user.isAdmin) ctx.throw(403);
  await next();
};
async function logged(ctx: Context, next: Next) {
  await next();
}

app.use(logged);
// entry: GET /pins/:id, behind logged, auth(false)
router.get('/:id', auth({ admin: false }), async (ctx) => {
  ctx.body = {};
});
// entry: DELETE /pins/:id, behind logged, auth(true)
router.del('/:id', auth({ admin: true }), async (ctx) => {
  ctx.body = {};
});
app.use(router.routes());
app.use(router.allowedMethods());

export default app;
