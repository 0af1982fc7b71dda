import { guards } from './guards';

type User = { role: string; id: string };

export function pages(user: User, page: { authorId: string }) {
  if (!guards.canList(user)) return null; // calls: src/guards.ts#shared.canList tested
  const { canCreate } = guards;
  return {
    create: canCreate(user), // calls: src/guards.ts#guards.canCreate stored
    remove: guards.canDelete(user, page), // calls: src/guards.ts#guards.canDelete stored
    purge: guards.nested.canPurge(user), // calls: src/guards.ts#guards.nested.canPurge stored
  };
}
