// Functions that look something up by who asks, and need it.
import type { Request, Response } from 'express';
import { prisma } from './client';

const defaultBoard = (uid: string) => prisma.board.findFirst({ where: { ownerId: uid, isDefault: true } });

// The row is theirs.
async function clear(uid: string, id: string) {
  const own = await defaultBoard(uid);
  if (!own) return;
  if (own.id === id) await prisma.board.update({ where: { id }, data: { columns: [] } });
}

// They are a member of what the row belongs to.
async function archive(userId: string, boardId: string) {
  const member = await prisma.boardMember.findFirst({ where: { userId, boardId } });
  if (!member) throw new Error('no such board');
  await prisma.board.update({ where: { id: boardId }, data: { archived: true } });
}

// The row is found by who asks, and changed by its own identifier.
async function touch(uid: string, id: string) {
  const board = await prisma.board.findFirst({ where: { id, ownerId: uid } });
  if (board === null) return false;
  await prisma.board.update({ where: { id }, data: { touchedAt: new Date() } });
  return true;
}

export async function handleClear(req: Request, res: Response) {
  await clear(req.user.id, req.params.id);
  res.status(204).end();
}

export async function handleArchive(req: Request, res: Response) {
  await archive(req.user.id, req.params.id);
  res.status(204).end();
}

export async function handleTouch(req: Request, res: Response) {
  res.json(await touch(req.user.id, req.params.id));
}

// Who asks is handed on, to where the row is found by them.
export class BoardController {
  async touch(user: { id: string }, req: Request) {
    return touch(user.id, req.params.id);
  }
}

export async function handleTouched(req: Request, res: Response) {
  res.json(await new BoardController().touch(req.user, req));
}
