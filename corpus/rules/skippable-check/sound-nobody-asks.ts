import type { Request, Response } from 'express';
import { prisma } from './client';

/// Whoever is not signed in gets what is public.
export async function exportBoard(req: Request, res: Response) {
  const teamId = req.user?.teamId;
  let board;
  if (teamId) {
    board = await prisma.board.findFirst({ where: { id: req.body.boardId, teamId } });
  } else {
    board = await prisma.board.findFirst({ where: { id: req.body.boardId } });
    if (!board.isPublic) {
      res.status(401).end();
      return;
    }
  }
  res.json(await prisma.column.findMany({ where: { boardId: board.id } }));
}

/// Public rows are all that the other read takes.
export async function showBoard(req: Request, res: Response) {
  const board = req.user
    ? await prisma.board.findFirst({ where: { id: req.params.id, ownerId: req.user.id } })
    : await prisma.board.findFirst({ where: { id: req.params.id, published: true } });
  res.json(board);
}

/// Who asks decides what they may see, not whether they are there.
export async function listBoard(req: Request, res: Response) {
  const board = req.user.isAdmin
    ? await prisma.board.findFirst({ where: { id: req.params.id } })
    : await prisma.board.findFirst({ where: { id: req.params.id, ownerId: req.user.id } });
  res.json(board);
}

/// Nobody gets on without being somebody.
export async function copyBoard(req: Request, res: Response) {
  if (!req.user) {
    res.status(401).end();
    return;
  }
  const board = req.user
    ? await prisma.board.findFirst({ where: { id: req.params.id, ownerId: req.user.id } })
    : await prisma.board.findFirst({ where: { id: req.params.id } });
  res.json(board);
}
