// Vue Router: `false`, a place and an error hold back; nothing lets through, unless the guard takes `next`.

import { createRouter, type NavigationGuard } from 'vue-router';

import { account } from './account';

export const router = createRouter({
  routes: [{
    path: '/notes',
    // decides: allow when account.role === 'editor'
    // decides: deny otherwise
    // default: deny
    beforeEnter: () => {
      if (account.role !== 'editor') return { name: 'sign-in' };
      return true;
    },
  }],
});

router.beforeEach(
  // decides: deny when to.meta.requiresAuth && !account.isAuthenticated
  // decides: allow otherwise
  to => {
    if (to.meta.requiresAuth && !account.isAuthenticated) return '/sign-in';
  },
);

// decides: deny when account.role !== 'admin'
// decides: allow otherwise
export const adminsOnly: NavigationGuard = (to, from, next) => {
  if (account.role !== 'admin') next({ name: 'sign-in' });
  else next();
};

router.beforeEach(
  // decides: nothing
  to => {
    document.title = to.meta.title;
  },
);
