export interface Member {
  role: string;
}

export interface Board {
  ownerId: string;
  open: boolean;
}

// decides: allow when member.role === 'editor'
// decides: deny otherwise
export function canEdit(member: Member, board: Board): boolean {
  return member.role === 'editor';
}

// decides: deny when member.role === 'guest'
// decides: allow otherwise
export function canRead(member: Member): boolean {
  if (member.role === 'guest') return false;
  return true; // expect: default-allow
}
