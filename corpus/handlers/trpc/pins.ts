// Procedures of tRPC: bases of another file, procedures in constants, routers inside of routers.
import { z } from 'zod';
import { adminProcedure, protectedProcedure, publicProcedure, router } from './base';
import { removePin } from './remove';

// entry: query pins.mine, behind protectedProcedure, isAuthed
const mine = protectedProcedure.query(({ ctx }) => ctx.user);

export const pinRouter = router({
  // entry: query pins.list, behind public publicProcedure
  list: publicProcedure.query(() => []),
  // entry: mutation pins.create, behind protectedProcedure, isAuthed
  create: protectedProcedure.input(z.object({ title: z.string() })).mutation(({ input }) => input),
  // entry: mutation pins.purge, behind protectedProcedure, isAuthed, adminProcedure, inline
  purge: adminProcedure.mutation(async () => 0),
  mine,
  remove: removePin,
  tags: router({
    // entry: query pins.tags.all, behind public publicProcedure
    all: publicProcedure.query(() => []),
  }),
});

// no entry: a query of a store
export const rows = store.query(() => []);
declare const store: { query(fn: () => unknown): unknown };
