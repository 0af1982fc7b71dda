// Where values come from.
import type { Request, Response } from 'express';
import { prisma } from './client';

// value: id = request.params.id
// value: name = request.body.name | 'untitled'
// value: rest = request.body
// value: mode = request.query.mode | 'list'
// value: teamId = request.body.team.id
export function taken(req: Request, res: Response) {
  const { id } = req.params;
  const { name = 'untitled', ...rest } = req.body;
  const mode = req.query.mode ?? 'list';
  const { team: { id: teamId } } = req.body;
  return [id, name, rest, mode, teamId];
}

// value: merged = ?
// value: id = request.body.id | request.params.id
// value: owner = principal.id
export function spread(req: Request, res: Response) {
  const merged = { ...req.params, ...req.body, owner: req.user.id };
  const { id } = merged;
  const owner = merged.owner;
  return [id, owner];
}

// value: fallback = 'de'
// value: key = env.API_KEY
// value: count = request.query.count
// value: last = request.body.ids[]
export function plain(req: Request, res: Response, language = 'de') {
  const fallback = 'de';
  const key = process.env.API_KEY;
  const count = parseInt(req.query.count, 10);
  const last = req.body.ids.at(-1);
  return [fallback, key, count, last];
}

function idOf(req: Request) {
  return req.params.id;
}

function first<T>(list: T[]) {
  return list[0];
}

function userOf(req: Request) {
  return req.user;
}

function owned(id: string, ownerId: string) {
  return { id, ownerId };
}

// effect: read pin by id = id and give it
function pinOf(id: string) {
  return prisma.pin.findUnique({ where: { id } });
}

// Through functions.
// value: id = request.params.id
// value: one = request.body.ids.0
// value: user = principal.id
// value: of = request.body.id
// value: pin = pin
// value: title = pin.title
// effect: read pin by id = request.body.id and give it
export async function through(req: Request, res: Response) {
  const id = idOf(req);
  const one = first(req.body.ids);
  const user = userOf(req).id;
  const of = owned(req.body.id, user).id;
  const pin = await pinOf(req.body.id);
  const title = pin.title;
  return [id, one, user, of, title];
}

// value: id = request.body.pin.id
// value: team = principal.teamId
export function optional(req: Request, res: Response) {
  const id = req.body.pin?.id;
  const team = req.user?.teamId;
  return [id, team];
}

// value: changed = request.body.a | request.body.b
// value: chosen = request.body.a | principal.id
export function several(req: Request, res: Response) {
  let changed = req.body.a;
  if (changed) {
    changed = req.body.b;
  }
  const chosen = req.query.own ? req.user.id : req.body.a;
  return [changed, chosen];
}
