// A limit that may be left out: known, and told as a note.

interface Delegated { userId: string; resourceScope?: { fileId?: string } }

export function isWithinScope(delegated: Delegated, context: { fileId: string }): boolean {
  return delegated.resourceScope?.fileId === undefined || delegated.resourceScope.fileId === context.fileId; // expect: default-allow note
}

// Nobody is let in by not being there.
export function mayOpen(user: { id: string } | undefined, doc: { ownerId: string }): boolean {
  return user === undefined || user.id === doc.ownerId; // expect: default-allow
}

// A check that is switched off: known, and told as a note.
export function isPathTrusted(options: { trustEnabled: boolean }, trusted: string[], path: string): boolean {
  if (!options.trustEnabled) return true; // expect: default-allow note
  return trusted.includes(path);
}
