// Handlers that name the fields, or look at the body first.
import express from 'express';
import type { Request, Response } from 'express';
import { prisma } from './client';
import { pick } from './helpers';
import { userSchema, validateBody } from './schemas';

const app = express();

// The fields are named.
app.patch('/name', async (req: Request, res: Response) => {
  const { name, bio } = req.body;
  await prisma.user.update({ where: { id: req.user.id }, data: { name, bio } });
  res.status(204).end();
});

// A schema gives what is written.
app.patch('/parsed', async (req: Request, res: Response) => {
  const changes = userSchema.parse(req.body);
  await prisma.user.update({ where: { id: req.user.id }, data: changes });
  res.status(204).end();
});

// A schema is asked.
app.patch('/asked', async (req: Request, res: Response) => {
  const { error } = userSchema.validate(req.body);
  if (error) return res.status(400).end();
  await prisma.user.update({ where: { id: req.user.id }, data: req.body });
  res.status(204).end();
});

// A function of the project looks at the whole request.
async function readRequest(req: Request) {
  if (typeof req.body.name !== 'string') return { success: false, data: null };
  return { success: true, data: { body: req.body, query: req.query } };
}

app.patch('/read', async (req: Request, res: Response) => {
  const read = await readRequest(req);
  if (!read.success) return res.status(400).end();
  const changes = read.data.body;
  await prisma.user.update({ where: { id: req.user.id }, data: { ...changes } });
  res.status(204).end();
});

// Something in front looks at it.
app.patch('/in-front', validateBody(userSchema), async (req: Request, res: Response) => {
  await prisma.user.update({ where: { id: req.user.id }, data: req.body });
  res.status(204).end();
});

// Some of it is taken.
app.patch('/picked', async (req: Request, res: Response) => {
  await prisma.user.update({ where: { id: req.user.id }, data: pick(req.body, ['name', 'bio']) });
  res.status(204).end();
});

// Some of it is left out.
app.patch('/rest', async (req: Request, res: Response) => {
  const { role, ownerId, id, ...rest } = req.body;
  await prisma.user.update({ where: { id: req.user.id }, data: rest });
  res.status(204).end();
});

// One column keeps the whole.
app.post('/events', async (req: Request, res: Response) => {
  await prisma.event.updateMany({ where: { userId: req.user.id }, data: { payload: req.body } });
  res.status(204).end();
});

// It selects, and is not written.
app.post('/search', async (req: Request, res: Response) => {
  res.json(await prisma.pin.findMany({ where: { ...req.body, ownerId: req.user.id } }));
});

// No handler.
export function store(body: any) {
  return prisma.pin.create({ data: body });
}
