// Angular: only `false`, a redirect and an error hold back. Nothing lets through.

import { inject } from '@angular/core';
import { RedirectCommand, type CanActivate, type CanActivateFn, type CanMatchFn } from '@angular/router';

import { Account } from './account';
import { router } from './router';

// decides: allow when inject(Account).role() === 'editor'
// decides: deny otherwise
// default: deny
export const editorsOnly: CanActivateFn = () => {
  if (inject(Account).role() === 'editor') return true;
  return router.createUrlTree(['/']);
};

// decides: deny when !inject(Account).signedIn()
// decides: allow otherwise
// default: deny
export const signedIn: CanMatchFn = () => {
  if (!inject(Account).signedIn()) return new RedirectCommand(router.parseUrl('/sign-in'));
};

// decides: deny when inject(Account).isEditor() === false
// decides: allow otherwise
export const asked: CanActivateFn = () => inject(Account).isEditor();

export class EditorGuard implements CanActivate {
  // decides: allow when this.account.role === 'editor'
  // decides: deny otherwise
  canActivate() {
    return this.account.role === 'editor';
  }

  constructor(private readonly account: { role: string }) {}
}
