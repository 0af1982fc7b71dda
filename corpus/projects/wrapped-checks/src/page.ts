import { canEdit, canShare, canView } from './checks';

export async function page(user: { role: string }) {
  if (!canView(user)) return null; // calls: src/checks.ts#logged tested
  if (!(await canShare(user))) return null; // calls: src/checks.ts#cache awaited tested
  return canEdit(user) ? 'editor' : 'viewer'; // calls: src/checks.ts#decideEdit tested
}
