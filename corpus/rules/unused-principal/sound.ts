// Functions with a parameter for who asks that is read, or that need not be.
import type { Request, Response } from 'express';
import { CanActivate, Controller, ExecutionContext, Get, Param, UseGuards } from '@nestjs/common';
import { lookUp, prisma } from './client';
import { CurrentUser } from './current-user';

// Who asks is part of what selects.
async function remove(uid: string, id: string) {
  await prisma.pin.deleteMany({ where: { id, ownerId: uid } });
}

// Who asks is compared with the owner.
async function rename(user: { id: string }, id: string, title: string) {
  const pin = await prisma.pin.findUnique({ where: { id } });
  if (pin.ownerId !== user.id) throw new Error('not yours');
  await prisma.pin.update({ where: { id }, data: { title } });
}

// The author says that it is not used.
async function publish(_user: { id: string }, id: string) {
  await prisma.pin.update({ where: { id }, data: { isPublic: true } });
}

interface Remover {
  remove(userId: string, id: string): Promise<void>;
}

// The parameters are somebody else's choice.
class HardRemover implements Remover {
  async remove(userId: string, id: string) {
    await prisma.pin.delete({ where: { id } });
  }
}

// The caller asks before.
async function removeChecked(userId: string, id: string) {
  await prisma.pin.delete({ where: { id } });
}

async function assertOwner(userId: string, id: string) {
  const pin = await prisma.pin.findUnique({ where: { id } });
  if (pin.ownerId !== userId) throw new Error('forbidden');
}

// Something that is not known is asked, with what selects.
async function removeAsked(userId: string, id: string, rights: { ensure(id: string): Promise<void> }) {
  await rights.ensure(id);
  await prisma.pin.delete({ where: { id } });
}

// Nobody chooses the row.
async function resetCounter(userId: string) {
  await prisma.counter.update({ where: { id: 'visits' }, data: { count: 0 } });
}

// The row is that of who asks, by another name.
async function leave(user: { id: string }, memberId: string) {
  await prisma.member.delete({ where: { id: memberId } });
}

// Nobody hands over who asks: a job for all users.
async function expire(userId: string, pinId: string) {
  await prisma.pin.delete({ where: { id: pinId } });
}

export async function expireAll() {
  const pins = await prisma.pin.findMany({ where: { old: true } });
  for (const pin of pins) {
    await expire(pin.userId, pin.id);
  }
}

export async function handle(req: Request, res: Response) {
  await remove(req.user.id, req.params.id);
  await rename(req.user, req.params.id, req.body.title);
  await publish(req.user, req.params.id);
  await new HardRemover().remove(req.user.id, req.params.id);
  await resetCounter(req.user.id);
  res.status(204).end();
}

export async function handleAsked(req: Request, res: Response) {
  await assertOwner(req.user.id, req.params.id);
  await removeChecked(req.user.id, req.params.id);
  res.status(204).end();
}

export async function handleRights(req: Request, res: Response, rights: { ensure(id: string): Promise<void> }) {
  await removeAsked(req.user.id, req.params.id, rights);
  res.status(204).end();
}

class InvitationGuard implements CanActivate {
  async canActivate(context: ExecutionContext) {
    const { user, params } = context.switchToHttp().getRequest();
    return lookUp(params.id, (invitation) => invitation.email === user.email);
  }
}

// The guard in front asks for the row, too.
@Controller('invitations')
export class InvitationController {
  @Get(':id')
  @UseGuards(InvitationGuard)
  show(@CurrentUser() user: { id: string }, @Param('id') id: string) {
    return prisma.invitation.findUnique({ where: { id } });
  }
}

export async function handleLeave(req: Request, res: Response) {
  await leave(req.user, req.user.memberId);
  res.status(204).end();
}
