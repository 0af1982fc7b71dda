import type KoaRouter from '@koa/router';

export type Router = KoaRouter<unknown>;
