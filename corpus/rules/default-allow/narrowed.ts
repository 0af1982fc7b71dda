// Answers about lists that were narrowed by nothing that grants.

interface Proof { kind: string; expired: boolean }
interface Session { proofs: Proof[] }

// Not being expired grants nothing, nor does not being a backup code.
export function hasTrustedAccess(session: Session): boolean {
  const current = session.proofs.filter(proof => !proof.expired);
  return current.some(proof => proof.kind !== 'backup-code'); // expect: default-allow
}
