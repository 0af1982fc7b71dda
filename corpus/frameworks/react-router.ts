// React Router: nothing goes on; a response that is returned or thrown answers.

import { redirect } from 'react-router';

import { userContext } from './context';

// decides: deny when !context.get(userContext)?.isAdmin
// decides: allow otherwise
async function adminsOnly({ context }) {
  if (!context.get(userContext)?.isAdmin) throw redirect('/sign-in');
}

// decides: nothing
async function timed(bag, next) {
  const since = Date.now();
  const response = await next();
  console.log(Date.now() - since);
  return response;
}

export const middleware = [timed, adminsOnly];

export const clientMiddleware = [
  // decides: deny when !context.get(userContext)
  // decides: allow otherwise
  async ({ context }, next) => {
    if (!context.get(userContext)) return redirect('/sign-in');
    return next();
  },
];
