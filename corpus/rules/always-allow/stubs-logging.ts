// Stubs that look busy.

interface User { id: string; role: string }
interface Logger { warn(text: string): void }

// It writes to the log it was handed, and lets everybody pass.
export function requireAdminRole(user: User, logger: Logger): void { // expect: always-allow
  const isAdmin = user.role === 'admin';
  logger.warn(`${user.id} is admin: ${isAdmin}`);
}

// A yes without a look at who asks is no helper that builds a yes.
export function allowDeletion(user: User): { allowed: boolean } { // expect: always-allow
  return { allowed: true };
}
