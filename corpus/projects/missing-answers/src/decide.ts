interface User { role: string }

// Whoever is neither gets no answer, and the caller goes on.
export function decideAccess(user: User) {
  if (user.role === 'admin') return 'allow';
  if (user.role === 'guest') return 'deny';
} // expect: missing-denial

// The same, and its caller asks for the yes.
export function decidePermission(user: User) {
  if (user.role === 'admin') return 'allow';
  if (user.role === 'guest') return 'deny';
} // expect: missing-denial note
