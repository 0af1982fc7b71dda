import { BasePolicy, type Actor } from './base';

export class ArticlePolicy extends BasePolicy {
  canEdit(actor: Actor, item: { ownerId: string }): boolean {
    // calls: src/base.ts#BasePolicy.isAdmin returned
    return item.ownerId === actor.id || this.isAdmin(actor);
  }
}

export class DraftPolicy extends ArticlePolicy {
  canPublish(actor: Actor, item: { ownerId: string }): boolean {
    return super.canEdit(actor, item); // calls: src/articles.ts#ArticlePolicy.canEdit returned
  }
}
