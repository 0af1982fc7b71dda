// Functions that are told who asks, and act on rows without looking.
import type { Request, Response } from 'express';
import { prisma } from './client';

// Reads by one function, changes by another key, both by what is handed over.
class PinService {
  constructor(private readonly prisma: PrismaService) {}

  async find(id: string) {
    return this.prisma.pin.findUnique({ where: { id } });
  }

  async toggle(uid: string, id: string) {
    const pin = await this.find(id);
    if (!pin) return null;
    return this.prisma.pin.update({ where: { id }, data: { starred: !pin.starred } }); // expect: unused-principal
  }

  async remove(user: { id: string }, pinId: string) {
    await this.prisma.pin.delete({ where: { id: pinId } }); // expect: unused-principal
  }

  // A row that is read and given back.
  async show(userId: string, id: string) {
    const pin = await this.prisma.pin.findUnique({ where: { id } }); // expect: unused-principal
    return { title: pin.title };
  }
}

export class PinController {
  constructor(private readonly pins: PinService) {}

  async toggle(req: Request, res: Response) {
    res.json(await this.pins.toggle(req.user.id, req.params.id));
  }

  async remove(req: Request, res: Response) {
    await this.pins.remove(req.user, req.params.id);
    res.status(204).end();
  }

  async show(req: Request, res: Response) {
    res.json(await this.pins.show(req.user.id, req.params.id));
  }
}
