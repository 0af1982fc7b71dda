export enum Decision {
  Permit = 'permit',
  Refuse = 'refuse',
}

export interface Subject {
  clearance: 'none' | 'secret' | 'top';
}
