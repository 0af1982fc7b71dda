// Functions that act: they throw, grant, or do nothing where they should refuse.

interface User { id: string; role: string; active: boolean; permissions: string[] }
interface Doc { id: string; ownerId: string; locked: boolean }
interface Refund { id: string; amount: number }
interface Team { members: { userId: string; suspended: boolean }[] }

class UnauthorizedError extends Error {}
class ForbiddenError extends Error {}

declare function grantAccess(user: User, doc: Doc): void;
declare function approveRefund(refund: Refund): void;

// Grants to admins, and the empty else refuses nobody.
export function checkDocumentAccess(user: User, doc: Doc) {
  if (user.role === 'admin') { // expect: missing-denial
    grantAccess(user, doc);
  } else {
  }
}

// Who may not refund hears nothing, and neither does the caller.
export function authorizeRefund(user: User, refund: Refund) {
  if (user.permissions.includes('refunds:approve')) { // expect: missing-denial
    approveRefund(refund);
  }
}

// The failed test is written to the console and then forgotten.
export function requireAdmin(user: User | undefined): void {
  if (!user) {
    throw new UnauthorizedError('sign in first');
  }
  if (user.role !== 'admin') { // expect: missing-denial
    console.warn('an admin was required');
  }
}

// A stranger is noted, only a suspended member is stopped.
export function requireMembership(user: User, team: Team): void {
  const membership = team.members.find(member => member.userId === user.id);
  if (membership?.suspended) {
    throw new ForbiddenError('suspended in this team');
  }
  if (!membership) { // expect: missing-denial
    console.warn('not a member of this team');
  }
}

// The branch for strangers is empty.
export function assertCanEdit(user: User, doc: Doc): void {
  if (doc.locked) {
    throw new ForbiddenError('the document is locked');
  }
  if (doc.ownerId !== user.id) { // expect: missing-denial
  }
}

// The failed test is noted, then the function says yes to everybody.
export function canTransfer(user: User, doc: Doc): boolean {
  if (!user.active) return false;
  if (doc.ownerId !== user.id) { // expect: missing-denial
    console.warn('transfer asked for by somebody else');
  }
  return true;
}

// The case for viewers only writes a line and falls into the case that allows.
export function canPublish(user: User): boolean {
  switch (user.role) {
    case 'viewer': // expect: missing-denial
      console.warn('viewers may not publish');
    case 'editor':
      return true;
    default:
      return false;
  }
}
