export const OPEN_BY_DEFAULT = true;
export const STAFF = ['admin', 'support'] as const;
