// Answers about lists that were narrowed before.

interface Proof { kind: string; isVerified: boolean }
interface Session { proofs: Proof[] }

// Every proof that is left has been verified; only the kind of one is ruled out.
export function hasTrustedAccess(session: Session): boolean {
  const verified = session.proofs.filter(proof => proof.isVerified);
  return verified.some(proof => proof.kind !== 'backup-code');
}
