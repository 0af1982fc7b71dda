// Rules as data: they decide where they are asked.

import { AbilityBuilder, createMongoAbility, defineAbility } from '@casl/ability';

interface User { id: string; role: 'admin' | 'author' | 'reader' }

// decides: delegated always
// default: deny
export function abilitiesOf(user: User) {
  const { can, cannot, build } = new AbilityBuilder(createMongoAbility);
  if (user.role === 'admin') {
    can('manage', 'all');
  } else {
    can('read', 'Post');
    if (user.role === 'author') can('update', 'Post', { authorId: user.id });
    cannot('delete', 'Post');
  }
  return build();
}

export const readerAbilities = defineAbility((can) => {
  can('read', 'Post');
});
