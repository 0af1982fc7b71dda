import canEnter, { mayVisit as canStay } from './index';

export function visit(guest: { role: string }) {
  if (!canEnter(guest)) return false; // calls: src/checks.ts#allowed tested
  return canStay(guest); // calls: src/checks.ts#allowed returned
}
