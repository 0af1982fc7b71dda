import assertThat from './assert-that.js';

class ForbiddenError extends Error {}

interface Keeper {
  id: string;
  role: string;
}

// Sound: what can't be seen into may refuse.
export function requireKeeper(keeper: Keeper | undefined): void {
  assertThat(keeper?.role === 'keeper', new ForbiddenError('keepers only'));
}

// Sound: there is nothing to ask where nothing is kept.
export async function requireOwnCage(keeper: Keeper, cage: { keeperId: string } | undefined): Promise<void> {
  if (!cage) return;
  assertThat(cage.keeperId === keeper.id, new ForbiddenError('another keeper looks after it'));
}
