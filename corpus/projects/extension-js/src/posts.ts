import { mayPublish } from './rights/index.js';
import type { Author } from './people.js';

export function publish(author: Author, post: { state: string }) {
  const allowed = mayPublish(author); // calls: src/rights/publish.ts#mayPublish tested
  if (!allowed) throw new Error('only staff and editors publish');
  post.state = 'public';
}
