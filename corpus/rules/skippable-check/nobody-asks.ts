import type { Request, Response } from 'express';
import { prisma } from './client';

const findBoard = (id: string, teamId?: string) =>
  prisma.board.findFirst({ where: { id, ...(teamId ? { teamId } : {}) } });

/// Who is signed in gets the boards of their team, and who is not gets all of them.
export async function exportBoard(req: Request, res: Response) {
  const { boardId } = req.body;
  let teamId = req.user?.teamId;
  let board;
  if (teamId) { // expect: skippable-check
    board = await findBoard(boardId, teamId);
  } else {
    board = await findBoard(boardId);
    teamId = board.teamId;
  }
  if (!teamId) throw new Error('no team');
  res.json(await prisma.column.findMany({ where: { boardId: board.id } }));
}

/// The same without a function in between.
export async function printBoard(req: Request, res: Response) {
  const board = req.user // expect: skippable-check
    ? await prisma.board.findFirst({ where: { id: req.params.id, ownerId: req.user.id } })
    : await prisma.board.findUnique({ where: { id: req.params.id } });
  await print(board);
  res.end();
}

async function print(board: unknown) {
  await fetch('http://printer.local', { method: 'POST', body: JSON.stringify(board) });
}
