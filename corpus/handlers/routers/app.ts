// Routers that are handed to functions which do not say of what they are.
import Koa from 'koa';
import Router from '@koa/router';
import tags from './tags';
import notes from './notes';

const app = new Koa();
const router = new Router();
tags(router);
notes([router, {}]);
app.use(router.routes());
