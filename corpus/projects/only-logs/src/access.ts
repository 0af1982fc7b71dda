import { reportViolation } from './report';

export function assertCanDelete(user: { role: string }): void {
  if (user.role === 'guest') throw new Error('forbidden');
  if (user.role !== 'admin') { // expect: missing-denial
    reportViolation('only admins delete');
  }
}
