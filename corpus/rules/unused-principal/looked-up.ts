// Functions that look something up by who asks, and act on another row whether or not it is there.
import type { Request, Response } from 'express';
import { prisma } from './client';

const defaultBoard = (uid: string) => prisma.board.findFirst({ where: { ownerId: uid, isDefault: true } });

// All that is known of the row is that it is not theirs by default.
async function remove(uid: string, id: string) {
  const own = await defaultBoard(uid);
  if (own && own.id === id) return 'the default board stays';
  await prisma.board.delete({ where: { id } }); // expect: unused-principal
  return null;
}

// One way asks for it, the other does not.
async function rename(uid: string, id: string, title: string, loose: boolean) {
  const own = await defaultBoard(uid);
  if (!loose && own?.id !== id) return;
  await prisma.board.update({ where: { id }, data: { title } }); // expect: unused-principal
}

export async function handleRemove(req: Request, res: Response) {
  res.json(await remove(req.user.id, req.params.id));
}

export async function handleRename(req: Request, res: Response) {
  await rename(req.user.id, req.params.id, req.body.title, false);
  res.status(204).end();
}
