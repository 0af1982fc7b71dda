// Accesses to one entity, nearly all of which are bound to who asks.
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

router.get('/pins/:id/export', async (req: Request, res: Response) => {
  const pin = await prisma.pin.findUnique({ where: { id: req.params.id } }); // expect: unscoped-sibling
  res.json(pin);
});

// The row's owner is compared.
router.get('/pins/:id/print', async (req: Request, res: Response) => {
  const pin = await prisma.pin.findUnique({ where: { id: req.params.id } });
  if (pin.ownerId !== req.user.id) return res.status(404).end();
  res.json(pin);
});

// What is read is not given back.
router.get('/pins/:id/exists', async (req: Request, res: Response) => {
  const pin = await prisma.pin.findUnique({ where: { id: req.params.id } });
  res.json({ exists: pin !== null });
});

// Nobody owns a tag.
router.get('/tags/:id', async (req: Request, res: Response) => {
  res.json(await prisma.tag.findUnique({ where: { id: req.params.id } }));
});

export default router;
