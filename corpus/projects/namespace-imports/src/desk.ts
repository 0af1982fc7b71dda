import * as policy from './policy';
import * as billing from './policy/billing';

export function desk(user: { role: string }) {
  if (!policy.rooms.canBook(user)) throw new Error('forbidden'); // calls: src/policy/rooms.ts#canBook tested
  const rights = [billing.canInvoice(user), policy.billing.canInvoice(user)];
  return rights;
}
