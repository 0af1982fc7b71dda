// Handlers that let the whole body into a row.
import express from 'express';
import type { Request, Response } from 'express';
import { prisma } from './client';
import { User } from './user.model';

const app = express();

app.put('/settings', async (req: Request, res: Response) => {
  const where = { id: req.user.id };
  const user = await prisma.user.update({ where, data: { ...req.body, at: new Date() } }); // expect: mass-assignment
  res.json({ id: user.id });
});

app.patch('/users/:id', async (req: Request, res: Response) => {
  if (req.params.id !== req.user.id) return res.status(403).end();
  const changes = req.body;
  await prisma.user.update({ where: { id: req.user.id }, data: changes }); // expect: mass-assignment
  res.status(204).end();
});

app.put('/users/:id', async (req: Request, res: Response) => {
  await User.findByIdAndUpdate(req.user.id, { $set: req.body }); // expect: mass-assignment
  res.status(204).end();
});

// Through a function that takes anything: there.
function toPin(body: any) {
  const pin = { kind: 'pin' };
  Object.assign(pin, body); // expect: mass-assignment
  return pin;
}

app.put('/pin', async (req: Request, res: Response) => {
  const pin = toPin(req.body);
  await prisma.pin.updateMany({ where: { ownerId: req.user.id }, data: pin });
  res.status(201).end();
});

// Through a function that asks for something: where it is handed over.
interface Profile {
  name: string;
  bio: string;
}

async function saveProfile(id: string, profile: Profile) {
  await prisma.profile.update({ where: { id }, data: profile });
}

app.patch('/profile', async (req: Request, res: Response) => {
  await saveProfile(req.user.id, req.body); // expect: mass-assignment
  res.status(204).end();
});
