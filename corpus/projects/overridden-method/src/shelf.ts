import type { Policy, Reader } from './policy';

// Which of the two is asked, whoever calls decides.
export function take(policy: Policy, reader: Reader, book: string) {
  if (!policy.canRead(reader)) throw new Error('forbidden'); // calls: unresolved:implementations tested
  return book;
}
