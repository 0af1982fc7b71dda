// Routers in which one handler lacks the guard of the others.
import express from 'express';

declare function requireEditorRole(req: express.Request, res: express.Response, next: express.NextFunction): void;
declare function validateBody(schema: string): express.RequestHandler;
declare function rateLimit(perMinute: number): express.RequestHandler;
declare function somethingElse(req: express.Request, res: express.Response, next: express.NextFunction): void;
declare const store: { all(): object[]; put(id: string, pin: object): void; drop(id: string): void };

const pins = {
  list: (req: express.Request, res: express.Response) => res.json(store.all()),
  create: (req: express.Request, res: express.Response) => res.json(store.put('new', req.body)),
  update: (req: express.Request, res: express.Response) => res.json(store.put(req.params.id, req.body)),
  remove: (req: express.Request, res: express.Response) => res.json(store.drop(req.params.id)),
};

export const open = express.Router();
open.get('/pins', requireEditorRole, pins.list);
open.post('/pins', requireEditorRole, pins.create);
open.put('/pins/:id', requireEditorRole, pins.update);
open.delete('/pins/:id', requireEditorRole, pins.remove);
open.post('/pins/:id/move', validateBody('move'), (req: express.Request, res: express.Response) => { // expect: unguarded-sibling
  res.json({ moved: req.params.id });
});

// All of them share only what asks nobody.
export const limited = express.Router();
limited.post('/drafts', rateLimit(5), pins.create);
limited.put('/drafts/:id', rateLimit(5), pins.update);
limited.delete('/drafts/:id', rateLimit(5), pins.remove);
limited.post('/drafts/:id/move', (req: express.Request, res: express.Response) => {
  res.json({ moved: req.params.id });
});

// Public by name.
export const accounts = express.Router();
accounts.get('/accounts', requireEditorRole, pins.list);
accounts.put('/accounts/:id', requireEditorRole, pins.update);
accounts.delete('/accounts/:id', requireEditorRole, pins.remove);
accounts.post('/accounts/login', (req: express.Request, res: express.Response) => {
  res.json({ token: req.body.password });
});

// What runs in front is not known.
export const unknown = express.Router();
unknown.get('/boards', requireEditorRole, pins.list);
unknown.put('/boards/:id', requireEditorRole, pins.update);
unknown.delete('/boards/:id', requireEditorRole, pins.remove);
unknown.post('/boards/:id/copy', somethingElse, (req: express.Request, res: express.Response) => {
  res.json({ copied: req.params.id });
});

// Guarded from here on.
export const guarded = express.Router();
guarded.use(requireEditorRole);
guarded.get('/rooms', pins.list);
guarded.put('/rooms/:id', pins.update);
guarded.delete('/rooms/:id', pins.remove);
guarded.post('/rooms', (req: express.Request, res: express.Response) => {
  res.json({ created: req.body.name });
});

// Guarded in its body.
export const inside = express.Router();
inside.get('/cards', requireEditorRole, pins.list);
inside.put('/cards/:id', requireEditorRole, pins.update);
inside.delete('/cards/:id', requireEditorRole, pins.remove);
inside.post('/cards', (req: express.Request, res: express.Response) => {
  if (!hasEditorRole(req.user)) {
    res.status(403).end();
    return;
  }
  res.json({ created: req.body.name });
});

function hasEditorRole(user: { role: string } | undefined): boolean {
  return user?.role === 'editor';
}
