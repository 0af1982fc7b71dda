// Mutations that ask for less than those beside them.
import express from 'express';

declare function demand(right: string): express.RequestHandler;
declare const store: { all(): object[]; put(id: string, hook: object): void; drop(id: string): void };

const hooks = {
  list: (req: express.Request, res: express.Response) => res.json(store.all()),
  create: (req: express.Request, res: express.Response) => res.json(store.put('new', req.body)),
  update: (req: express.Request, res: express.Response) => res.json(store.put(req.params.id, req.body)),
  remove: (req: express.Request, res: express.Response) => res.json(store.drop(req.params.id)),
};

export const weak = express.Router();
weak.get('/hooks', demand('hooks:read'), hooks.list);
weak.post('/hooks', demand('hooks:read'), hooks.create); // expect: weaker-sibling
weak.put('/hooks/:id', demand('hooks:write'), hooks.update);
weak.delete('/hooks/:id', demand('hooks:write'), hooks.remove);

export const alike = express.Router();
alike.get('/pins', demand('pins:read'), hooks.list);
alike.post('/pins', demand('pins:write'), hooks.create);
alike.put('/pins/:id', demand('pins:write'), hooks.update);
alike.delete('/pins/:id', demand('pins:write'), hooks.remove);

// Two that ask for as little: it is meant.
export const meant = express.Router();
meant.post('/views', demand('views:read'), hooks.create);
meant.put('/views/:id', demand('views:read'), hooks.update);
meant.delete('/views/:id', demand('views:write'), hooks.remove);
meant.patch('/views/:id', demand('views:write'), hooks.update);

// It asks for both.
export const both = express.Router();
both.post('/cards', demand('cards:read'), demand('cards:write'), hooks.create);
both.put('/cards/:id', demand('cards:write'), hooks.update);
both.delete('/cards/:id', demand('cards:write'), hooks.remove);
