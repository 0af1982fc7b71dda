import { canSign } from '#rights';
import legacy = require('./legacy.cjs');

export function office(user: { role: string }, paper: { signed: boolean }) {
  if (!canSign(user)) throw new Error('forbidden'); // calls: src/rights.mts#canSign tested
  if (!legacy.canStamp(user)) throw new Error('forbidden'); // calls: src/legacy.cts#canStamp tested
  paper.signed = true;
}
