// What statements do.
import type { Request } from 'express';
import { pool, sql, sqlite } from './client';

// effect: delete pin by id = request.params.id
export async function remove(req: Request) {
  await pool.query('DELETE FROM pins WHERE id = $1', [req.params.id]);
}

// effect: read pin by id = request.params.id, owner_id = principal.id and give it
export async function show(req: Request) {
  return sql`SELECT * FROM pins AS p WHERE p.id = ${req.params.id} AND p.owner_id = ${req.user.id}`;
}

// effect: update pin by id = request.params.id with title = request.body.title
export async function rename(req: Request) {
  await pool.query('UPDATE pins SET title = ? WHERE id = ?', [req.body.title, req.params.id]);
}

// effect: create pin with title = request.body.title, owner_id = principal.id
export async function create(req: Request) {
  await pool.query(`INSERT INTO pins (title, owner_id) VALUES ($1, $2)`, [req.body.title, req.user.id]);
}

// effect: upsert pin with id = request.body.id
export async function put(req: Request) {
  await sql`INSERT INTO public.pins (id) VALUES (${req.body.id}) ON CONFLICT (id) DO NOTHING`;
}

// Prepared, then run with its parameters.
// effect: delete pin by id = request.params.id
export function removeNow(req: Request) {
  sqlite.prepare('DELETE FROM pins WHERE id = ?').run(req.params.id);
}

// effect: read pin by id = request.params.id and give it
export async function named(req: Request) {
  return pool.query('SELECT title FROM "pins" WHERE "pins"."id" = :id', { id: req.params.id });
}

// A comparison that is no equality, a cast, and a list.
// effect: read pin by id = request.body.ids and give it
export async function several(req: Request) {
  return pool.query('SELECT * FROM pins WHERE hits >= $1 AND id = ANY($2::uuid[])', [3, req.body.ids]);
}

// No statement of SQL.
// effect: nothing
export async function ask(req: Request, llm: { query(text: string): Promise<string> }) {
  return llm.query('select the best answer: ' + req.body.text);
}
