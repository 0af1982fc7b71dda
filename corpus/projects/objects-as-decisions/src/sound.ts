import { checkAccess } from './policy';

export function drop(user: { role: string }, table: { rows: unknown[] }) {
  const verdict = checkAccess(user, 'admin'); // calls: src/policy.ts#checkAccess member allowed, member reason
  if (!verdict.allowed) throw new Error(verdict.reason);
  table.rows = [];
}
