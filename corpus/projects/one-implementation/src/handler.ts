import type { AccessControl } from './access';

export async function handle(access: AccessControl, user: { role: string }, page: { text: string }) {
  // calls: src/database-access.ts#DatabaseAccess.isAllowed awaited tested
  if (!(await access.isAllowed(user, 'write'))) throw new Error('403');
  page.text = '';
}
