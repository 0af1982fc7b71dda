// Rows that are changed before somebody is refused.
import type { Request, Response } from 'express';
import { prisma } from './client';

// The row's owner is compared behind the change.
export async function rename(req: Request, res: Response) {
  const pin = await prisma.pin.findUnique({ where: { id: req.params.id } });
  await prisma.pin.update({ where: { id: pin.id }, data: { title: req.body.title } }); // expect: late-check
  if (pin.ownerId !== req.user.id) return res.status(403).end();
  res.status(204).end();
}

// Who asks is tested behind the change.
export async function remove(req: Request, res: Response) {
  await prisma.pin.delete({ where: { id: req.params.id } }); // expect: late-check
  if (req.user.role !== 'admin') {
    throw new ForbiddenError('only administrators delete');
  }
  res.status(204).end();
}
