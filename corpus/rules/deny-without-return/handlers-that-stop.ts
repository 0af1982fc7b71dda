// Handlers that look alike: what they do behind a refusal is not what was refused, or no run comes there.
import type { Request, Response } from 'express';
import { prisma } from './client';

// The answer is returned.
export async function removeBoard(req: Request, res: Response) {
  const board = await prisma.board.findUnique({ where: { id: req.params.id } });
  if (board.ownerId !== req.user.id) {
    return res.status(403).json({ error: 'not yours' });
  }
  await prisma.board.delete({ where: { id: board.id } });
  res.status(204).end();
}

// What is refused is on the other side of the test.
export async function renameBoard(req: Request, res: Response) {
  if (req.user.role !== 'editor') {
    res.sendStatus(403);
  } else {
    await prisma.board.update({ where: { id: req.params.id }, data: { title: req.body.title } });
    res.json({ renamed: true });
  }
}

// A flag remembers the refusal.
export async function archiveBoard(req: Request, res: Response) {
  let refused = false;
  if (req.user.role !== 'editor') {
    res.sendStatus(403);
    refused = true;
  }
  if (!refused) {
    await prisma.board.update({ where: { id: req.params.id }, data: { archived: true } });
    res.json({ archived: true });
  }
}

// The refusal itself is written down.
export async function shareBoard(req: Request, res: Response) {
  if (req.user.role !== 'editor') {
    res.sendStatus(403);
    await prisma.boardRefusal.create({ data: { boardId: req.params.id, userId: req.user.id } });
    return;
  }
  await prisma.board.update({ where: { id: req.params.id }, data: { shared: true } });
  res.json({ shared: true });
}

// Whether an answer was sent is looked at before anything is done.
export async function moveBoard(req: Request, res: Response) {
  if (req.user.role !== 'editor') {
    res.sendStatus(403);
  }
  if (res.headersSent) return;
  await prisma.board.update({ where: { id: req.params.id }, data: { teamId: req.user.teamId } });
  res.json({ moved: true });
}
