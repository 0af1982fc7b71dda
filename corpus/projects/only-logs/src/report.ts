// Its name threatens, but it goes on.
export function reportViolation(reason: string): void {
  console.warn(reason);
}
