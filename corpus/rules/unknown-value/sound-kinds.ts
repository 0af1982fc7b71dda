// What kind somebody is of chooses who is asked, and refuses nobody.
interface Account {
  provider: string;
}

declare function authorizeSingleSignOn(account: Account): boolean;

export function canSignIn(params: { account?: Account | null; email: string }): boolean {
  if (!params.email) return false;
  if (params.account?.provider === 'single-sign-on') {
    return authorizeSingleSignOn(params.account);
  }
  return params.email.endsWith('@example.org');
}
