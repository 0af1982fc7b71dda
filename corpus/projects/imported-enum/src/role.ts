export enum Role {
  Admin = 'admin',
  Member = 'member',
  Guest = 'guest',
}

export const STAFF: Role[] = [Role.Admin, Role.Member];
