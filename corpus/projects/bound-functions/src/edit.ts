import { isEditor } from './checks';

export function edit(user: { roles: string[] }, text: string) {
  if (!isEditor(user)) throw new Error('only editors'); // calls: src/checks.ts#hasRole tested
  return text;
}
