import { canEdit, type Board, type Member } from './access';
import { canRead } from './access.ts';

export async function rename(member: Member, board: Board, title: string) {
  if (!canEdit(member, board)) { // calls: src/access.ts#canEdit tested
    throw new Error('forbidden');
  }
  await write(board, title);
}

export function summary(member: Member, board: Board) {
  if (board.open) return board;
  // calls: src/access.ts#canRead tested when board && !board.open
  return canRead(member) ? board : null;
}
