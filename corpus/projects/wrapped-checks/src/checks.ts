import { cache } from 'react';
import { logged, once } from './wrap';

export const canView = logged((user: { role: string }): boolean => user.role === 'viewer');

function decideEdit(user: { role: string }): boolean {
  return user.role === 'editor';
}

export const canEdit = once(decideEdit);

export const canShare = cache(async (user: { role: string }): Promise<boolean> => {
  if (user.role === 'guest') return false;
  return true; // expect: default-allow
});
