interface User { id: string; role: 'admin' | 'editor' | 'viewer' | 'banned' }
interface Doc { ownerId: string; public: boolean }

// The check was repaired, the comment stayed.
export function canDelete(user: User, doc: Doc): boolean {
  /* portcullis-disable-next-line default-allow -- only the banned are kept out */ // expect: unused-suppression
  return user.role === 'admin' || doc.ownerId === user.id;
}

// The finding is one line further down.
export function canShare(user: User, doc: Doc): boolean {
  /* portcullis-disable-next-line default-allow -- sharing is open */ // expect: unused-suppression
  if (user.role === 'banned') return false;
  return true; // expect: default-allow
}

// No rule has this name.
export function canEdit(user: User): boolean {
  if (user.role === 'banned') return false;
  /* portcullis-disable-next-line default-alow -- editing is open */ // expect: unused-suppression
  return true; // expect: default-allow
}

// No comment has this name.
export function canCopy(user: User): boolean {
  if (user.role === 'banned') return false;
  /* portcullis-disable-nextline default-allow -- copying is open */ // expect: unused-suppression
  return true; // expect: default-allow
}
