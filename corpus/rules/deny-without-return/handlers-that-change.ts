// Handlers that refuse and then do what they refused.
import type { Request, Response } from 'express';
import { prisma } from './client';

// Whoever does not own the card is told so, and the card is gone.
export async function removeCard(req: Request, res: Response) {
  const card = await prisma.card.findUnique({ where: { id: req.params.id } });
  if (card.ownerId !== req.user.id) {
    res.status(403).json({ error: 'not yours' }); // expect: deny-without-return
  }
  await prisma.card.delete({ where: { id: card.id } });
  res.status(204).end();
}

// Without braces, and by a test of the role.
export async function renameCard(req: Request, res: Response) {
  if (req.user.role !== 'editor') res.sendStatus(403); // expect: deny-without-return
  await prisma.card.update({ where: { id: req.params.id }, data: { title: req.body.title } });
  res.json({ renamed: true });
}
