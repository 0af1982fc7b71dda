import { DraftPolicy } from './articles';
import type { Actor } from './base';

const policy = new DraftPolicy();

export function publish(actor: Actor, item: { ownerId: string; live: boolean }) {
  if (!policy.canPublish(actor, item)) throw new Error('forbidden'); // calls: src/articles.ts#DraftPolicy.canPublish tested
  if (!policy.isAdmin(actor)) throw new Error('forbidden'); // calls: src/base.ts#BasePolicy.isAdmin tested
  item.live = true;
}
