// Routers in which everybody is guarded, or nobody says how.
import express from 'express';

interface User { id: string; role: string }

declare const store: { all(): object[]; put(id: string, pin: object): void; drop(id: string): void };

function requireEditorRole(req: express.Request, res: express.Response, next: express.NextFunction): void {
  if (req.user?.role !== 'editor') {
    res.status(403).end();
    return;
  }
  next();
}

function parseBody(req: express.Request, res: express.Response, next: express.NextFunction): void {
  req.body = JSON.parse(String(req.body));
  next();
}

function list(req: express.Request, res: express.Response) {
  res.json(store.all());
}

function create(req: express.Request, res: express.Response) {
  res.json(store.put('new', req.body));
}

function update(req: express.Request, res: express.Response) {
  res.json(store.put(req.params.id, req.body));
}

function remove(req: express.Request, res: express.Response) {
  res.json(store.drop(req.params.id));
}

// All alike.
export const alike = express.Router();
alike.get('/pins', requireEditorRole, list);
alike.post('/pins', parseBody, requireEditorRole, create);
alike.put('/pins/:id', requireEditorRole, update);
alike.delete('/pins/:id', requireEditorRole, remove);

// Half of them: nobody can tell which half is right.
export const half = express.Router();
half.get('/rooms', list);
half.post('/rooms', requireEditorRole, create);
half.put('/rooms/:id', requireEditorRole, update);
half.patch('/rooms/:id', update);

// Too few to compare with.
export const few = express.Router();
few.post('/cards', requireEditorRole, create);
few.put('/cards/:id', requireEditorRole, update);
few.delete('/cards/:id', remove);

// The check stands in the body of one, and in front of the others.
function ensureEditor(user: User | undefined): void {
  if (user?.role !== 'editor') {
    throw new Error('forbidden');
  }
}

export const within = express.Router();
within.get('/boards', requireEditorRole, list);
within.put('/boards/:id', requireEditorRole, update);
within.delete('/boards/:id', requireEditorRole, remove);
within.post('/boards', (req, res) => {
  ensureEditor(req.user);
  res.json(store.put('new', req.body));
});

// Who calls the last one knows its path.
declare const bot: { secretPath(): string };

export const bots = express.Router();
bots.get('/bots', requireEditorRole, list);
bots.post('/bots', requireEditorRole, create);
bots.put('/bots/:id', requireEditorRole, update);
bots.delete('/bots/:id', requireEditorRole, remove);
bots.post(`/bots/${bot.secretPath()}`, update);
