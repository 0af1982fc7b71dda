// portcullis-disable-file default-allow -- the catalogue is public, only abuse is kept out

interface User { id: string; role: 'admin' | 'editor' | 'viewer' | 'banned' }

// What the whole file is about needs no second comment.
export function canRead(user: User): boolean {
  if (user.role === 'banned') return false;
  return true;
}

// A reason may follow at once.
export function canList(user: User): boolean {
  if (user.role === 'banned') return false;
  /*
   * portcullis-disable-next-line default-allow --listing is open
   */
  return true;
}
