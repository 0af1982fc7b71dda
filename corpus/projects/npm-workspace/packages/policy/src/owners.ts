import type { Buyer } from './orders';

export function isOwner(buyer: Buyer, order: { buyerId: string }): boolean {
  return order.buyerId === buyer.id;
}
