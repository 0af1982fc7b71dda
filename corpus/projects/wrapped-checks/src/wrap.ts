export const logged =
  <A extends unknown[], R>(check: (...args: A) => R) =>
  (...args: A): R =>
    check(...args);

export function once<T extends (...args: never[]) => unknown>(check: T): T {
  return check;
}
