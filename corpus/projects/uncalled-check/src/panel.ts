import * as rights from './rights';
import { isAuthorized } from './rights';

export function panel() {
  if (!isAuthorized) throw new Error('forbidden'); // expect: object-as-decision
  return 'secrets';
}

export function sidePanel(user: { role: string }) {
  if (!rights.isAuthorized(user)) throw new Error('forbidden');
  return 'secrets';
}
