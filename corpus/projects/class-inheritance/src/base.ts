export interface Actor {
  id: string;
  role: string;
}

export abstract class BasePolicy {
  isAdmin(actor: Actor): boolean {
    return actor.role === 'admin';
  }

  abstract canEdit(actor: Actor, item: { ownerId: string }): boolean;
}
