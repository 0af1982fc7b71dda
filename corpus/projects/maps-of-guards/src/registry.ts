import { ownerOnly, teamOnly, type Guard } from './guards';

export const registry: Record<string, Guard> = { 'note.read': teamOnly, 'note.erase': ownerOnly };
export const ordered: Guard[] = [teamOnly, ownerOnly];
