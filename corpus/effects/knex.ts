// What handlers do to rows through a builder that starts at a table.
import type { Request } from 'express';
import { knex } from './client';

// effect: read pin by id = request.params.id and give it
export async function show(req: Request) {
  return knex('pins').where({ id: req.params.id }).first();
}

// effect: update pin by id = request.params.id, owner_id = principal.id with title = request.body.title
export async function rename(req: Request) {
  await knex('pins').where('id', req.params.id).andWhere('owner_id', '=', req.user.id).update({ title: req.body.title });
}

// effect: delete pin by id = request.body.ids
export async function remove(req: Request) {
  await knex('pins').whereIn('id', req.body.ids).del();
}

// effect: create pin with title = request.body.title
export async function create(req: Request) {
  await knex('pins').insert({ title: req.body.title });
}

// effect: delete pin by board_id = boardId
export async function clear(boardId: string) {
  await knex.transaction(async (trx) => {
    await trx('pins').where({ board_id: boardId }).delete();
  });
}
