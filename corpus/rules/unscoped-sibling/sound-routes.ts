// Accesses to one entity, all of which are bound to who asks but one that can't be.
import express from 'express';
import type { Request, Response } from 'express';
import { prisma } from './client';
import { signedIn } from './guards';

const router = express.Router();
router.use(signedIn);

router.get('/pins/:id', async (req: Request, res: Response) => {
  res.json(await prisma.pin.findFirst({ where: { id: req.params.id, ownerId: req.user.id } }));
});

router.patch('/pins/:id', async (req: Request, res: Response) => {
  await prisma.pin.updateMany({ where: { id: req.params.id, ownerId: req.user.id }, data: { title: req.body.title } });
  res.status(204).end();
});

router.delete('/pins/:id', async (req: Request, res: Response) => {
  await prisma.pin.deleteMany({ where: { id: req.params.id, ownerId: req.user.id } });
  res.status(204).end();
});

router.post('/pins/:id/star', async (req: Request, res: Response) => {
  await prisma.pin.updateMany({ where: { id: req.params.id, ownerId: req.user.id }, data: { starred: true } });
  res.status(204).end();
});

// A call to a library that others come to, who are nobody.
async function find(id: string) {
  return prisma.pin.findUnique({ where: { id } });
}

router.get('/pins/:id/preview', async (req: Request, res: Response) => {
  res.json(await find(req.params.id));
});

// What is given back is a yes or no.
function isLong(pin: { text: string }) {
  return pin.text.length > 100;
}

router.get('/pins/:id/long', async (req: Request, res: Response) => {
  const pin = await prisma.pin.findUnique({ where: { id: req.params.id } });
  const long = isLong(pin);
  res.json({ long });
});

export const published = express.Router();
published.get('/published/:id', async (req: Request, res: Response) => {
  res.json(await find(req.params.id));
});

export default router;
