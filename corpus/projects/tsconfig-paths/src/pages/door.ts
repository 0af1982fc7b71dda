import { canEnter, canModerate, type Caller } from '@auth/gate';

export function door(caller: Caller) {
  // calls: src/auth/gate.ts#canModerate tested
  // calls: src/auth/gate.ts#canEnter tested when !canModerate(caller)
  return canModerate(caller) || canEnter(caller) ? 'open' : 'shut';
}
