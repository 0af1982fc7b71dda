export type Role = 'owner' | 'editor' | 'viewer';

export interface User {
  role: Role;
}
