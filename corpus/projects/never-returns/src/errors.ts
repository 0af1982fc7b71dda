export class Forbidden extends Error {}

// Its type does not say so, but it always throws.
export function forbid(reason: string): void {
  throw new Forbidden(reason);
}
