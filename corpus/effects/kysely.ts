// What handlers do to rows through a builder that names the table in its first call.
import type { Request } from 'express';
import { db } from './client';

// effect: read pin by id = request.params.id and give it
export async function show(req: Request) {
  return db.selectFrom('pins').where('id', '=', req.params.id).selectAll().executeTakeFirst();
}

// effect: update pin by id = request.params.id, owner_id = principal.id with title = request.body.title
export async function rename(req: Request) {
  await db
    .updateTable('pins')
    .set({ title: req.body.title })
    .where('id', '=', req.params.id)
    .where('owner_id', '=', req.user.id)
    .execute();
}

// effect: delete pin by id = request.params.id
export async function remove(req: Request) {
  await db.deleteFrom('pins').where('pins.id', '=', req.params.id).execute();
}

// effect: create pin with title = request.body.title
export async function create(req: Request) {
  await db.insertInto('pins').values({ title: req.body.title }).execute();
}

// effect: upsert pin with id = request.body.id
export async function put(req: Request) {
  await db
    .insertInto('pins')
    .values({ id: req.body.id })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

// A comparison that is no equality selects nothing.
// effect: read pin by owner_id = principal.id and give it
export async function recent(req: Request) {
  return db.selectFrom('pins').where('hits', '>', req.query.hits).where('owner_id', '=', req.user.id).execute();
}
