// Socket.IO: calling on lets through, an error refuses, and whoever does neither lets the connection hang.

import { Server } from 'socket.io';

declare const tokens: Set<string>;
declare const io: Server;

export const handshake = new Server({
  // decides: allow when tokens.has(request.headers.token)
  // decides: deny otherwise
  // default: deny
  allowRequest: (request, answer) => {
    answer(null, tokens.has(request.headers.token));
  },
});

// decides: allow when tokens.has(socket.handshake.auth.token)
// decides: deny otherwise
// default: deny
function hasToken(socket, next) {
  if (!tokens.has(socket.handshake.auth.token)) return next(new Error('unauthorized'));
  next();
}

io.use(hasToken);
io.use(
  // decides: nothing
  (socket, next) => {
    socket.data.since = Date.now();
    next();
  },
);
