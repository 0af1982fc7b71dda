interface User { role: string; active: boolean }

declare function remove(id: string): void;

// A caller goes on where nothing is answered.
function canRemove(user: User) {
  if (user.role === 'admin') return true;
  if (user.role === 'guest') return false;
} // expect: missing-denial

export function removeUnlessRefused(user: User, id: string) {
  if (canRemove(user) === false) {
    throw new Error('not allowed');
  }
  remove(id);
}

// Nothing is as good as no to its caller.
function canRename(user: User) {
  if (user.role === 'admin') return true;
  if (user.role === 'guest') return false;
} // expect: missing-denial note

export function rename(user: User, id: string) {
  if (!canRename(user)) {
    throw new Error('not allowed');
  }
  remove(id);
}
