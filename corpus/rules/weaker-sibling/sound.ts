// Rights that fit what is done.
import express from 'express';

declare function demand(right: string): express.RequestHandler;
declare const store: { all(): object[]; put(id: string, pin: object): void; drop(id: string): void };

function list(req: express.Request, res: express.Response) {
  res.json(store.all());
}

function update(req: express.Request, res: express.Response) {
  res.json(store.put(req.params.id, req.body));
}

function remove(req: express.Request, res: express.Response) {
  res.json(store.drop(req.params.id));
}

// What is posted to is worked out, and nothing is kept.
function describe(req: express.Request, res: express.Response) {
  res.json({ text: `holds ${store.all().length}` });
}

const router = express.Router();
router.get('/pins', demand('pins:read'), list);
router.post('/pins/search', demand('pins:read'), list);
router.post('/pins/describe', demand('pins:read'), describe);
router.put('/pins/:id', demand('pins:edit'), update);
router.delete('/pins/:id', demand('pins:delete'), remove);

export default router;

// What is named before the right is what the right is about.
export const views = express.Router();
views.post('/views/:id/enable-share', demand('view|share'), update);
views.put('/views/:id', demand('view|update'), update);
views.delete('/views/:id', demand('view|delete'), remove);

// What comes is answered, and nothing is kept.
export const drafts = express.Router();
drafts.patch('/drafts/preview-text', demand('drafts:read'), describe);
drafts.put('/drafts/:id', demand('drafts:write'), update);
drafts.delete('/drafts/:id', demand('drafts:write'), remove);
