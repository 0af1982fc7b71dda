// Validators, type guards, parsers and comparisons: they judge the shape of a value, not who may do what.

interface SignupForm { email: string; password: string; terms: boolean }
interface ApiError { status: number; code: string }
interface Shape { kind: 'circle' | 'square'; size: number }

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const MAX_UPLOAD_BYTES = 10_000_000;

// decides: nothing
export function isValidEmail(email: string): boolean {
  if (email.length > 254) return false;
  return EMAIL.test(email);
}

// decides: nothing
export function validateForm(form: SignupForm): string[] {
  const errors: string[] = [];
  if (!EMAIL.test(form.email)) errors.push('email');
  if (form.password.length < 12) errors.push('password');
  if (!form.terms) errors.push('terms');
  return errors;
}

// decides: nothing
export function checkInputs(values: number[], limit: number): boolean {
  for (const value of values) {
    if (Number.isNaN(value)) return false;
    if (value > limit) return false;
  }
  return true;
}

// decides: nothing
export function isFileSizeExceeded(bytes: number): boolean {
  return bytes > MAX_UPLOAD_BYTES;
}

// decides: nothing
export function isApiError(value: unknown): value is ApiError {
  if (typeof value !== 'object' || value === null) return false;
  return 'status' in value && 'code' in value;
}

// decides: nothing
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${String(value)}`);
}

// decides: nothing
export function assertDefined<T>(value: T | undefined, name: string): asserts value is T {
  if (value === undefined) {
    throw new Error(`${name} is not defined`);
  }
}

// decides: nothing
export function deepEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  if (left === null || right === null) return false;
  const a = left as Record<string, unknown>;
  const b = right as Record<string, unknown>;
  if (Object.keys(a).length !== Object.keys(b).length) return false;
  for (const key of Object.keys(a)) {
    if (!deepEqual(a[key], b[key])) return false;
  }
  return true;
}

// decides: nothing
export function isRejected<T>(result: PromiseSettledResult<T>): result is PromiseRejectedResult {
  return result.status === 'rejected';
}

// decides: nothing
export function parseBoolean(text: string): boolean {
  switch (text.toLowerCase()) {
    case 'no':
    case 'false':
    case '0':
      return false;
    default:
      return true;
  }
}

// decides: nothing
export function isCircle(shape: Shape): boolean {
  return shape.kind === 'circle';
}

// decides: nothing
export function validateRoleName(name: string): boolean {
  if (name.trim() === '') return false;
  return name.length <= 64;
}

// decides: nothing
export function hasPasswordExpired(changedAt: number, now: number, maxAgeMs: number): boolean {
  return now - changedAt > maxAgeMs;
}
