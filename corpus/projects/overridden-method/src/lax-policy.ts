import { Policy, type Reader } from './policy';

export class LaxPolicy extends Policy {
  canRead(reader: Reader): boolean {
    if (reader.role === 'guest') return false;
    return true; // expect: default-allow
  }
}
