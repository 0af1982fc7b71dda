// What handlers do to rows through tables that are values.
import { and, eq, inArray } from 'drizzle-orm';
import type { Request } from 'express';
import { db } from './client';
import * as schema from './schema';
import { pins } from './schema';

// effect: read pin by id = request.params.id and give it
export async function show(req: Request) {
  return db.select().from(pins).where(eq(pins.id, req.params.id));
}

// effect: update pin by id = request.params.id, ownerId = principal.id with title = request.body.title
export async function rename(req: Request) {
  await db
    .update(pins)
    .set({ title: req.body.title })
    .where(and(eq(pins.id, req.params.id), eq(pins.ownerId, req.user.id)));
}

// effect: delete pin by id = request.body.ids
export async function remove(req: Request) {
  await db.delete(schema.pins).where(inArray(schema.pins.id, req.body.ids));
}

// effect: create pin with title = request.body.title, ownerId = principal.id
export async function create(req: Request) {
  await db.insert(pins).values({ title: req.body.title, ownerId: req.user.id }).returning();
}

// effect: upsert pin with id = request.body.id
export async function put(req: Request) {
  await db.insert(pins).values({ id: req.body.id }).onConflictDoUpdate({ target: pins.id, set: { hits: 1 } });
}

// effect: read pin by id = request.params.id, ownerId = principal.id and give it
export async function find(req: Request) {
  return db.query.pins.findFirst({ where: and(eq(pins.id, req.params.id), eq(pins.ownerId, req.user.id)) });
}

// effect: read pin by id = request.params.id and give it
export async function findByCallback(req: Request) {
  return db.query.pins.findFirst({ where: (pin, { eq }) => eq(pin.id, req.params.id) });
}

// effect: delete pin by boardId = boardId
// effect: delete board by id = boardId
export async function removeBoard(boardId: string) {
  await db.transaction(async (tx) => {
    await tx.delete(pins).where(eq(pins.boardId, boardId));
    await tx.delete(schema.boards).where(eq(schema.boards.id, boardId));
  });
}

// effect: read pin by boardId = request.query.boardId, ownerId = principal.id and give it
export async function list(req: Request) {
  const conditions = [eq(pins.boardId, req.query.boardId)];
  conditions.push(eq(pins.ownerId, req.user.id));
  return db.select().from(pins).where(and(...conditions));
}
