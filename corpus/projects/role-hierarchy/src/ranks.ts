export const RANK = { guest: 0, member: 1, admin: 2 } as const;
export type Role = keyof typeof RANK;
export const isRole = (text: string): text is Role => Object.hasOwn(RANK, text);
