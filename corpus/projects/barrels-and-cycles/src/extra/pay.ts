import { canHire, type Worker } from '..';

export function canPay(worker: Worker): boolean {
  // calls: src/core/roles.ts#canHire returned when worker && worker.role !== 'cashier'
  return worker.role === 'cashier' || canHire(worker);
}
