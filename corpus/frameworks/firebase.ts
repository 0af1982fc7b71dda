// Firebase: a policy that gives nothing refuses.

import { HttpsError, onCall } from 'firebase-functions/v2/https';
import { beforeUserCreated } from 'firebase-functions/v2/identity';

interface Auth { token: { role?: string } }

export const close = onCall(
  {
    // decides: allow when auth?.token.role === 'keeper'
    // decides: deny otherwise
    // default: deny
    authPolicy: (auth: Auth | null) => {
      if (auth?.token.role === 'keeper') return true;
    },
  },
  request => ({ closed: request.data.gate }),
);

export const onlyOurs = beforeUserCreated(
  // decides: deny when !event.data.email.endsWith('@example.com')
  // decides: allow otherwise
  event => {
    if (!event.data.email.endsWith('@example.com')) throw new HttpsError('permission-denied', 'not one of us');
  },
);
