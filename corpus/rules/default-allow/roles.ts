interface User { id: string; role: string; suspended: boolean; permissions: string[] }
interface Doc { id: string; ownerId: string; locked: boolean }
interface Invoice { customerId: string; partnerId: string }
interface AccessResult { allowed: boolean; reason?: string }

class ForbiddenError extends Error {}

// Only one role is turned away: a role nobody thought of may delete.
export function canDelete(user: User): boolean {
  if (user.role === 'guest') return false;
  return true; // expect: default-allow
}

// The cascade has no last else: whoever is neither customer nor partner reads every invoice.
export function canViewInvoice(user: User, invoice: Invoice): boolean {
  if (user.role === 'customer') {
    return invoice.customerId === user.id;
  } else if (user.role === 'partner') {
    return invoice.partnerId === user.id;
  }
  return true; // expect: default-allow
}

// The default of the switch lets in every role that has no case of its own.
export function hasReportAccess(user: User): boolean {
  switch (user.role) {
    case 'admin':
      return true;
    case 'viewer':
    case 'guest':
      return false;
    default:
      return true; // expect: default-allow
  }
}

// Not being a viewer is no right to edit, and neither is an unlocked document.
export function canEdit(user: User, doc: Doc): boolean {
  return user.role !== 'viewer' && !doc.locked; // expect: default-allow
}

// Being signed in and not suspended says nothing about billing.
export function canManageBilling(user: User | null): boolean {
  if (!user) return false;
  if (user.suspended) return false;
  return true; // expect: default-allow
}

// The object at the end allows whoever was not named above.
export function checkProjectAccess(user: User): AccessResult {
  if (user.role === 'guest') {
    return { allowed: false, reason: 'guests may not open projects' };
  }
  if (user.suspended) {
    return { allowed: false, reason: 'this account is suspended' };
  }
  return { allowed: true }; // expect: default-allow
}

// The flag starts as allowed and only two roles lower it.
export function canShare(user: User): boolean {
  let allowed = true;
  if (user.role === 'guest') allowed = false;
  if (user.role === 'trial') allowed = false;
  return allowed; // expect: default-allow
}

// Every denial tests one listed role, so an unlisted role passes the assertion.
export function assertCanComment(user: User): void {
  if (user.role === 'guest') {
    throw new ForbiddenError('guests may not comment');
  }
  if (user.role === 'banned') {
    throw new ForbiddenError('banned accounts may not comment');
  }
} // expect: default-allow

// Holding any permission at all is not holding this one.
export function hasExportPermission(user: User): boolean {
  if (user.permissions.length === 0) return false;
  return true; // expect: default-allow
}

// The owner is recognised, then everybody else but readers is let in too.
export const canRename = (user: User, doc: Doc): boolean => {
  if (doc.ownerId === user.id) return true;
  if (['reader', 'guest'].includes(user.role)) return false;
  return true; // expect: default-allow
};
