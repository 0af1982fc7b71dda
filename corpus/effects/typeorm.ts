// What handlers do to rows through repositories, an entity manager and query builders.
import type { Request } from 'express';
import { DataSource, EntityManager, In, Repository } from 'typeorm';
import { Board, Pin } from './entities';

class PinService {
  constructor(
    @InjectRepository(Pin) private readonly pins: Repository<Pin>,
    private readonly manager: EntityManager,
  ) {}

  // effect: read pin by id = id, owner.id = user.id and give it
  async find(id: string, user: { id: string }) {
    return this.pins.findOne({ where: { id, owner: { id: user.id } } });
  }

  // effect: read pin by id = id and give it
  async findBare(id: string) {
    return this.pins.findOneBy({ id });
  }

  // effect: update pin by id = id with title = title
  async rename(id: string, title: string) {
    await this.pins.update(id, { title });
  }

  // effect: delete pin by id = id, ownerId = ownerId
  async remove(id: string, ownerId: string) {
    await this.pins.delete({ id, ownerId });
  }

  // effect: delete pin by id = id
  async hide(id: string) {
    await this.pins.softDelete(id);
  }

  // effect: read pin by id = ids and give it
  async several(ids: string[]) {
    return this.pins.find({ where: { id: In(ids) } });
  }

  // A row that was read, changed and saved.
  // effect: read pin by id = id
  // effect: upsert pin by id = pin.id with title = dto.title
  async edit(id: string, dto: { title: string }) {
    const pin = await this.pins.findOneBy({ id });
    pin.title = dto.title;
    await this.pins.save(pin);
  }

  // Everything that is handed over goes into the row.
  // effect: read pin by id = id
  // effect: upsert pin by id = pin.id with ... = dto
  async overwrite(id: string, dto: object) {
    const pin = await this.pins.findOneBy({ id });
    Object.assign(pin, dto);
    await this.pins.save(pin);
  }

  // effect: read pin by id = id, ownerId = ownerId
  // effect: delete pin by id = pin.id
  async removeRow(id: string, ownerId: string) {
    const pin = await this.pins.findOneBy({ id, ownerId });
    await this.pins.remove(pin);
  }

  // effect: read pin by id = id, ownerId = ownerId and give it
  async built(id: string, ownerId: string) {
    return this.pins
      .createQueryBuilder('pin')
      .where('pin.id = :id', { id })
      .andWhere('pin.ownerId = :ownerId', { ownerId })
      .getOne();
  }

  // effect: delete pin by boardId = boardId
  async clear(boardId: string) {
    await this.pins.createQueryBuilder().delete().from(Pin).where('boardId = :boardId', { boardId }).execute();
  }

  // effect: update pin by id = id with title = title
  async retitle(id: string, title: string) {
    await this.pins.createQueryBuilder().update(Pin).set({ title }).where('id = :id', { id }).execute();
  }

  // effect: delete board by id = id
  async removeBoard(id: string) {
    await this.manager.delete(Board, { id });
  }
}

// effect: read board by id = request.params.id and give it
export async function board(source: DataSource, req: Request) {
  const boards = source.getRepository(Board);
  return boards.findOne({ where: { id: req.params.id } });
}

// Conditions that are added step by step.
// effect: read pin by boardId = boardId, ownerId = ownerId and give it
export async function search(pinRepository: Repository<Pin>, boardId: string, ownerId?: string) {
  const query = pinRepository.createQueryBuilder('p').where('p.boardId = :boardId', { boardId });
  if (ownerId) {
    query.andWhere('p.ownerId = :ownerId', { ownerId });
  }
  return query.getMany();
}
