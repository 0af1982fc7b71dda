interface User { id: string; role: 'admin' | 'editor' | 'viewer' | 'banned' }

// A comment that says nothing silences nothing.
export function canRead(user: User): boolean {
  if (user.role === 'banned') return false;
  /* portcullis-disable-next-line default-allow */ // expect: suppression-without-reason
  return true; // expect: default-allow
}

// Hyphens are no reason.
export function canList(user: User): boolean {
  if (user.role === 'banned') return false;
  /* portcullis-disable-next-line default-allow -- - */ // expect: suppression-without-reason
  return true; // expect: default-allow
}

// It is told whether or not there is something to silence.
export function canEdit(user: User): boolean {
  /* portcullis-disable-next-line default-allow, always-allow */ // expect: suppression-without-reason
  return user.role === 'admin';
}
