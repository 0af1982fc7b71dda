interface User { id: string; role: 'admin' | 'editor' | 'viewer' | 'banned' }

// The comment silences the finding on the next line that holds code.
export function canRead(user: User): boolean {
  if (user.role === 'banned') return false;
  // portcullis-disable-next-line default-allow -- reading is open to everybody but the banned
  // and to those who come after them

  return true;
}

// One comment, on the finding's own line.
export function canList(user: User): boolean {
  if (user.role === 'banned') return false;
  return true; // portcullis-disable-line default-allow -- listing is open
}

// The words in a text are no comment.
export function canExplain(user: User): boolean {
  const note = '// portcullis-disable-next-line default-allow -- not a comment';
  return user.role === 'admin' && note.length > 0;
}
