export interface Worker {
  role: string;
}

export function canHire(worker: Worker): boolean {
  return worker.role === 'manager';
}
