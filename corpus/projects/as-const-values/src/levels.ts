export const ROLES = { guest: 'guest', reader: 'reader', writer: 'writer' } as const;
export type Role = (typeof ROLES)[keyof typeof ROLES];
export const ALLOW_UNKNOWN = true;
