import express from 'express';
import { Server } from 'socket.io';
import { isKnownKey } from './keys';

/** Requests take three; what takes a socket takes two. */
export class Gateway {
  app: express.Application;
  io?: Server;

  constructor() {
    this.app = express();
  }

  setUp(): void {
    const open = ['/api/v1/ping', '/api/v1/feedback'];
    this.app.use(async (req, res, next) => {
      if (open.some(path => new RegExp(path, 'i').test(req.url))) { // expect: loose-match
        next();
      } else if (await isKnownKey(req)) {
        next();
      } else {
        res.status(401).json({ error: 'unauthorized' });
      }
    });
  }
}
