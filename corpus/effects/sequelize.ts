// What handlers do to rows through models.
import type { Request } from 'express';
import { Model } from 'sequelize';
import { Pin } from './models';

// effect: read pin by id = request.params.id and give it
export async function show(req: Request) {
  return Pin.findByPk(req.params.id);
}

// effect: read pin by id = request.params.id, ownerId = principal.id and give it
export async function own(req: Request) {
  return Pin.findOne({ where: { id: req.params.id, ownerId: req.user.id } });
}

// effect: update pin by id = request.params.id with title = request.body.title
export async function rename(req: Request) {
  await Pin.update({ title: req.body.title }, { where: { id: req.params.id } });
}

// effect: delete pin by id = request.params.id
export async function remove(req: Request) {
  await Pin.destroy({ where: { id: req.params.id } });
}

// effect: create pin with title = request.body.title
export async function create(req: Request) {
  await Pin.create({ title: req.body.title });
}

// effect: read pin by id = request.params.id
// effect: delete pin by id = pin.id
export async function removeRow(req: Request) {
  const pin = await Pin.findByPk(req.params.id);
  await pin.destroy();
}

// effect: read pin by id = request.params.id
// effect: update pin by id = pin.id with ... = request.body
export async function overwrite(req: Request) {
  const pin = await Pin.findByPk(req.params.id);
  await pin.update(req.body);
}
