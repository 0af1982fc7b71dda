import type { Asked } from './guards';
import { ordered, registry } from './registry';

// An action that nobody registered is refused, and every guard has a say.
export function isAllowed(action: string, asked: Asked): boolean {
  const guard = Object.hasOwn(registry, action) ? registry[action] : undefined;
  if (!guard) return false;
  return guard(asked) && ordered.every((each) => each(asked));
}
