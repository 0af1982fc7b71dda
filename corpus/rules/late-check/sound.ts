// Changes behind the test, or of another kind.
import type { Request, Response } from 'express';
import { prisma } from './client';

// The test comes first.
export async function rename(req: Request, res: Response) {
  const pin = await prisma.pin.findUnique({ where: { id: req.params.id } });
  if (pin.ownerId !== req.user.id) return res.status(403).end();
  await prisma.pin.update({ where: { id: pin.id }, data: { title: req.body.title } });
  res.status(204).end();
}

// An error undoes it.
export async function move(req: Request, res: Response) {
  await prisma.$transaction(async (tx) => {
    const pin = await tx.pin.update({ where: { id: req.params.id }, data: { boardId: req.body.boardId } });
    if (pin.ownerId !== req.user.id) throw new ForbiddenError('not yours');
  });
  res.status(204).end();
}

// Attempts are counted before they are refused.
export async function unlock(req: Request, res: Response) {
  await prisma.unlockAttempt.update({ where: { id: req.params.id }, data: { count: req.body.count } });
  if (req.user.role !== 'admin') return res.status(403).end();
  res.status(204).end();
}

// The change finds only what belongs to who asks; what it found is tested.
export async function remove(req: Request, res: Response) {
  const removed = await prisma.pin.deleteMany({ where: { id: req.params.id, ownerId: req.user.id } });
  if (removed.count === 0) return res.status(403).end();
  res.status(204).end();
}

// The change is on one side, the refusal on the other.
export async function publish(req: Request, res: Response) {
  if (req.user.role === 'admin') {
    await prisma.pin.update({ where: { id: req.params.id }, data: { published: true } });
  } else {
    return res.status(403).end();
  }
  res.status(204).end();
}

// When somebody was here last.
export async function enter(req: Request, res: Response) {
  await prisma.user.update({ where: { id: req.params.id }, data: { lastSeenAt: new Date() } });
  if (req.user.role !== 'admin') return res.status(403).end();
  res.status(204).end();
}
