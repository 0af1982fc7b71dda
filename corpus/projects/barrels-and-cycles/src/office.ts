import { canHire, canPay, type Worker } from './index';

export function office(worker: Worker) {
  if (!canPay(worker)) return 'waiting room'; // calls: src/extra/pay.ts#canPay tested
  return canHire(worker) ? 'corner office' : 'office'; // calls: src/core/roles.ts#canHire tested
}
