import { ForbiddenError, requireUser, type User } from './roles';

export interface AuditSink {
  write(event: string): void;
}

export function assertAdmin(user: User | null): void {
  const signedIn = requireUser(user);
  if (signedIn.role !== 'admin') {
    throw new ForbiddenError('admins only');
  }
}

export function canImpersonate(actor: User, target: User): boolean {
  if (actor.suspended || target.role === 'admin') return false;
  if (actor.role === 'admin' || 'support') { // expect: constant-condition
    return actor.id !== target.id;
  }
  return false;
}

/** Feature flags are switched by people on call. */
export function requireOnCall(user: User, onCallIds: string[], audit: AuditSink): void {
  if (user.suspended) {
    throw new ForbiddenError('this account is suspended');
  }
  if (!onCallIds.includes(user.id)) { // expect: missing-denial
    audit.write('feature flag changed by somebody who is not on call');
  }
}
