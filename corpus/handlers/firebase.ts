// Functions that clients call.
import { onCall, onRequest } from 'firebase-functions/v2/https';

// entry: call deletePin
export const deletePin = onCall(async (request) => request.data);
// entry: request hook
export const hook = onRequest({ cors: true }, (req, res) => res.send('ok'));
