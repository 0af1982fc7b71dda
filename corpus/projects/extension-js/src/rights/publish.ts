import type { Author } from '../people.js';

export function mayPublish(author: Author): boolean {
  return author.kind === 'staff' || author.kind === 'editor';
}
