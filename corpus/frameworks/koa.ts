// Koa: calling on lets through; whoever returns without it has answered.

import Koa from 'koa';
import Router from '@koa/router';

declare const app: Koa;
declare const router: Router;

// decides: allow when ctx.state.user?.role === 'editor'
// decides: deny otherwise
// default: deny
async function editors(ctx, next) {
  if (ctx.state.user?.role !== 'editor') {
    ctx.status = 403;
    return;
  }
  await next();
}

router.delete('/notes/:id', editors, ctx => { ctx.body = ''; });

app.use(
  // decides: allow when ctx.state.user?.role === 'admin'
  // decides: deny otherwise
  async (ctx, next) => {
    if (ctx.state.user?.role !== 'admin') ctx.throw(403);
    await next();
  },
);

app.use(
  // decides: nothing
  async (ctx, next) => {
    await next();
    ctx.set('x-time', String(Date.now()));
  },
);
