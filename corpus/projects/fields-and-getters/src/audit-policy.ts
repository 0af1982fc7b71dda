export class AuditPolicy {
  static canReset(user: { role: string }): boolean {
    return user.role === 'root';
  }

  canAudit(user: { role: string }): boolean {
    if (user.role === 'visitor') return false;
    return true; // expect: default-allow
  }
}
