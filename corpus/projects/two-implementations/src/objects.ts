import type { Access } from './access';

// An object implements the interface as well as a class does.
export const looseAccess: Access = {
  isAllowed: (user) => user.role === 'admin' || user.role === 'member',
};
