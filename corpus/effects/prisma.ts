// What handlers do to rows through a client with one member for each model.
import type { Request, Response } from 'express';
import { prisma } from './client';

// effect: read pin by id = request.params.id, ownerId = principal.id and give it
// effect: send response with ... = pin
export async function show(req: Request, res: Response) {
  const pin = await prisma.pin.findUnique({ where: { id: req.params.id, ownerId: req.user.id } });
  res.json(pin);
}

// effect: create pin with title = request.body.title, ownerId = principal.id
export async function create(req: Request) {
  await prisma.pin.create({ data: { title: req.body.title, ownerId: req.user.id } });
}

// A key of two columns is two keys.
// effect: delete pin by userId = principal.id, boardId = request.body.boardId
export async function unpin(req: Request) {
  await prisma.pin.delete({ where: { userId_boardId: { userId: req.user.id, boardId: req.body.boardId } } });
}

// Relations and nested conditions are part of what selects.
// effect: update pin by id = request.params.id, board.members.userId = principal.id with title = request.body.title
export async function rename(req: Request) {
  await prisma.pin.updateMany({
    where: { AND: [{ id: req.params.id }, { board: { members: { some: { userId: req.user.id } } } }] },
    data: { title: req.body.title },
  });
}

// effect: upsert pin by id = request.body.id with title = request.body.title | 'untitled'
export async function put(req: Request) {
  await prisma.pin.upsert({
    where: { id: req.body.id },
    create: { title: 'untitled' },
    update: { title: req.body.title },
  });
}

// A row that was read by one key and is changed by its own.
// effect: read pin by slug = request.params.slug
// effect: update pin by id = pin.id with clicks = 1
export async function click(req: Request) {
  const pin = await prisma.pin.findFirst({ where: { slug: req.params.slug } });
  await prisma.pin.update({ where: { id: pin.id }, data: { clicks: 1 } });
}

// Inside a transaction.
// effect: delete pin by boardId = request.params.boardId
// effect: delete board by id = request.params.boardId
export async function removeBoard(req: Request) {
  await prisma.$transaction(async (tx) => {
    await tx.pin.deleteMany({ where: { boardId: req.params.boardId } });
    await tx.board.delete({ where: { id: req.params.boardId } });
  });
}

// Conditions that are put together before.
// effect: read pin by boardId = request.query.boardId, ownerId = principal.id and give it
export async function list(req: Request) {
  const where: Record<string, unknown> = { boardId: req.query.boardId };
  if (!req.user.isAdmin) {
    where.ownerId = req.user.id;
  }
  return prisma.pin.findMany({ where, take: 20 });
}

// What somebody else hands over is not known here.
// effect: read pin by * = where, ? and give it
function findPins(where: object) {
  return prisma.pin.findMany({ where });
}

// But it is known where it is handed over.
// effect: read pin by boardId = request.params.boardId and give it
export async function ofBoard(req: Request) {
  return findPins({ boardId: req.params.boardId });
}

// effect: update user by id = principal.id with ... = request.body
export async function saveProfile(req: Request) {
  await prisma.user.update({ where: { id: req.user.id }, data: { ...req.body } });
}

// What does not match selects nothing.
// effect: read pin by ownerId = principal.id and give it
export async function others(req: Request) {
  return prisma.pin.findMany({ where: { ownerId: req.user.id, NOT: { id: req.params.id }, clicks: { gt: 3 } } });
}

// effect: delete pin by id = request.body.ids
export async function removeMany(req: Request) {
  await prisma.pin.deleteMany({ where: { id: { in: req.body.ids } } });
}

class PinService {
  constructor(private readonly prisma: PrismaService) {}

  // effect: delete pin by id = id
  async remove(id: string) {
    await this.prisma.pin.delete({ where: { id } });
  }

  // effect: delete pin by id = dto.pinId
  async removeFor(dto: { pinId: string }) {
    await this.remove(dto.pinId);
  }
}

// A list of the language is no table.
// effect: nothing
export function count(groups: Map<string, number[]>) {
  return groups.get('a').find((value) => value > 2);
}

// effect: delete session by userId = principal.id
export async function logOut(req: Request) {
  await prisma.$executeRaw`DELETE FROM sessions WHERE userId = ${req.user.id}`;
}
