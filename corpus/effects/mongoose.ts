// What handlers do to documents.
import type { Request, Response } from 'express';
import mongoose, { Model } from 'mongoose';
import { Pin } from './pin.model';

// effect: read pin by id = request.params.id and give it
// effect: send response with ... = pin
export async function show(req: Request, res: Response) {
  const pin = await Pin.findById(req.params.id);
  res.json(pin);
}

// effect: update pin by id = request.params.id, owner = principal.id with title = request.body.title
export async function rename(req: Request) {
  await Pin.findOneAndUpdate({ _id: req.params.id, owner: req.user.id }, { $set: { title: req.body.title } });
}

// effect: update pin by id = request.params.id with ... = request.body
export async function overwrite(req: Request) {
  await Pin.findByIdAndUpdate(req.params.id, req.body);
}

// effect: delete pin by id = request.params.id
export async function remove(req: Request) {
  await Pin.deleteOne({ _id: req.params.id });
}

// effect: create pin with title = request.body.title
export async function create(req: Request) {
  await Pin.create({ title: req.body.title });
}

// effect: read pin by owner = principal.id and give it
export async function list(req: Request) {
  return Pin.find({ owner: req.user.id }).sort('-at').lean();
}

// effect: read pin by id = request.params.id
// effect: upsert pin by id = pin.id with title = request.body.title
export async function save(req: Request) {
  const pin = await Pin.findOne({ _id: req.params.id });
  pin.title = req.body.title;
  await pin.save();
}

class Pins {
  constructor(@InjectModel('Pin') private pinModel: Model<Pin>) {}

  // effect: update pin by id = id, owner = owner with hidden = true
  async hide(id: string, owner: string) {
    await this.pinModel.updateOne({ _id: id, owner }, { hidden: true });
  }
}

// effect: delete pin by id = id
export async function drop(id: string) {
  await mongoose.connection.collection('pins').deleteOne({ _id: id });
}
