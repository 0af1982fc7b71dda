'use server';

import { createSafeActionClient } from 'next-safe-action';
import { prisma } from './client';

const base = createSafeActionClient();
export const client = base.use(async ({ next }) => next({ ctx: { userId: 'u', accountId: 'a' } }));

async function assertCanUse(userId: string): Promise<void> {
  const user = await prisma.user.findUnique({ where: { id: userId } });
  if (!user.paid) throw new Error('forbidden');
}

/// What the client put into the context is no choice of who calls.
export const renamePin = client
  .metadata({ name: 'rename' })
  .action(async ({ ctx: { userId, accountId }, parsedInput: { id, title } }) => {
    await assertCanUse(userId);
    await prisma.pin.update({ where: { id, accountId }, data: { title } });
  });
