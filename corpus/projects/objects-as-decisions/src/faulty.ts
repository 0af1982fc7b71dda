import { checkAccess } from './policy';

export function drop(user: { role: string }, table: { rows: unknown[] }) {
  if (!checkAccess(user, 'admin')) throw new Error('forbidden'); // expect: object-as-decision
  table.rows = [];
}
