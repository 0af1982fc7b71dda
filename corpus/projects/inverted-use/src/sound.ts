import { hasAccess, isBlocked } from './access';
import { ForbiddenError } from './errors';

export function open(user: { role: string; blockedAt: Date | null }) {
  if (isBlocked(user) || !hasAccess(user)) throw new ForbiddenError('members only');
  return render(user);
}
