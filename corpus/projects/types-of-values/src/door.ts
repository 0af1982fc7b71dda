import type { Access } from './service';
import { createAccess } from './service';

type User = { badge: string | null; role: string };

interface Doors {
  byName: Record<string, Access>;
  all: Access[];
}

export function open(access: Access, leave: ReturnType<typeof createAccess>, user: User, doors: Doors) {
  if (!access.canEnter(user)) throw new Error('shut'); // calls: src/service.ts#AccessService.canEnter tested
  if (!leave.canLeave(user)) throw new Error('shut'); // calls: src/service.ts#createAccess.canLeave tested
  for (const door of doors.all) {
    if (!door.canEnter(user)) return false; // calls: src/service.ts#AccessService.canEnter tested
  }
  if (!doors.byName['back'].canEnter(user)) return false; // calls: src/service.ts#AccessService.canEnter tested
  return doors.all.some((door) => door.canEnter(user)); // calls: src/service.ts#AccessService.canEnter returned
}
