import { canErase } from './permissions';

export function erase(user: { role: string }, disk: { blocks: number[] }) {
  canErase(user); // expect: unenforced-check
  disk.blocks = [];
}
