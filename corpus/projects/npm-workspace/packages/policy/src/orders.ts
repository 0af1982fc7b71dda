export interface Buyer {
  id: string;
  role: string;
}

export function canRefund(buyer: Buyer): boolean {
  return buyer.role === 'clerk';
}

export function canCancel(buyer: Buyer): boolean {
  if (buyer.role === 'guest') return false;
  return true; // expect: default-allow
}
