import { ownsOrder, type Buyer } from '@shop/policy';
import { canCancel, canRefund } from '@shop/policy/orders';

export function refund(buyer: Buyer, order: { buyerId: string; paid: boolean }) {
  if (!canRefund(buyer)) throw new Error('only clerks'); // calls: packages/policy/src/orders.ts#canRefund tested
  order.paid = false;
}

export function cancel(buyer: Buyer, order: { buyerId: string; paid: boolean }) {
  // calls: packages/policy/src/owners.ts#isOwner tested
  // calls: packages/policy/src/orders.ts#canCancel tested when !ownsOrder(buyer, order)
  if (!ownsOrder(buyer, order) && !canCancel(buyer)) return;
  drop(order);
}
