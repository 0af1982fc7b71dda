// To ask for nothing, or to change nothing, needs no right.
interface User { role: string }

const EDITABLE = ['title', 'text'];

export function canUpdate(user: User, data: Record<string, unknown>): boolean {
  if (user.role === 'admin') return true;
  return Object.keys(data).every((key) => EDITABLE.includes(key));
}

export function isQueryAllowed(query: { include: string[] }, allowed: string[]): boolean {
  return query.include.every((name) => allowed.includes(name));
}
