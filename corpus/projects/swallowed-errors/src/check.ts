import { readAccessRules } from './rules';

interface User { id: string; role: string }

export async function canWrite(user: User, file: string): Promise<boolean> {
  const limits = await readAccessRules(file);
  if (limits.readOnly) return user.role === 'admin';
  return true;
}
