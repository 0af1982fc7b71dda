interface User { id: string; role: string; state: string }

export function administers(user: User, permission: string): boolean {
  return user.role === 'admin' || user.role === permission;
}

export const BLOCKED_STATES = ['banned', 'suspended'];

export function isBlocked(user: User): boolean {
  return BLOCKED_STATES.includes(user.state);
}
