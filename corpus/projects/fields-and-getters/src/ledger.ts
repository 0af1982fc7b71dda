import { AuditPolicy } from './audit-policy';

export class Ledger {
  private policy = new AuditPolicy();
  private readonly second;

  constructor() {
    this.second = new AuditPolicy();
  }

  private get third() {
    return this.policy;
  }

  read(user: { role: string }) {
    if (!this.policy.canAudit(user)) throw new Error('no'); // calls: src/audit-policy.ts#AuditPolicy.canAudit tested
    if (!this.second.canAudit(user)) throw new Error('no'); // calls: src/audit-policy.ts#AuditPolicy.canAudit tested
    if (!this.third.canAudit(user)) throw new Error('no'); // calls: src/audit-policy.ts#AuditPolicy.canAudit tested
    if (!AuditPolicy.canReset(user)) throw new Error('no'); // calls: src/audit-policy.ts#AuditPolicy.canReset tested
  }
}
