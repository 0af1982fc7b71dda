// Reports that say in a field what is missing.
declare const SCOPES: string[];
declare function scopesOf(token: string): Promise<string[]>;

export async function checkMailPermissions(accessToken: string, userId: string) {
  if (!accessToken) {
    return { hasAllPermissions: false, missing: SCOPES, error: `no token for ${userId}` };
  }
  const granted = await scopesOf(accessToken);
  if (granted.includes('access_denied')) throw new Error('permission denied by the provider');
  const missing = SCOPES.filter((scope) => !granted.includes(scope));
  return { hasAllPermissions: missing.length === 0, missing };
}
