import { Role, type User } from './types';

export type Action = 'read' | 'write' | 'delete';

/** Whether a user may act. */
export function first(user: User, action: Action): boolean {
  if (user.role === 'admin') return true;
  switch (action) {
    case 'read':
      return user.active && !user.banned;
    case 'write': {
      return user.groups.some((group) => group.level > 3);
    }
    default:
      return false;
  }
} // end of first

interface Rule {
  id: string;
  when?: (user: User) => boolean;
}

const rules: Rule[] = [
  { id: 'a', when: (user) => user.age >= 18 },
  { id: `b-${Role.Guest}`, when: undefined },
];

export async function second(user: User) {
  try {
    for (const rule of rules) {
      if (rule.when?.(user) ?? false) return { allowed: true, rule: rule.id };
    }
    const message = `no rule for ${user.name ? `"${user.name}"` : 'a guest'}`;
    await log(message.replace(/["'`{(]/g, ''), { level: 2 });
  } catch {
    return { allowed: false, reason: "it's broken" };
  }
  return { allowed: false };
} // end of second

@Injectable()
export class Guard<T extends User = User> {
  private readonly cache = new Map<string, boolean>();

  third(context: T): boolean {
    return this.cache.get(context.id) ?? context.roles.includes('owner' as Role);
  } // end of third

  static async *fourth(...users: User[]): AsyncGenerator<User> {
    for await (const user of users) if (user.active) yield user;
  } // end of fourth
}

function fifth(level: number) {
  return level > 1 ? 'allow' : level < 0 ? 'deny' : 'ask';
} // end of fifth

export default fifth;
