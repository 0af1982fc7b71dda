// Routes of Express, with the middleware in front of them in order, and calls that look alike.
import express, { type Application, Router } from 'express';
import type { NextFunction, Request, Response } from 'express';
import axios from 'axios';
import { limiter } from 'a-limiter';

const app = express();
const seen = new Map<string, (id: string) => void>();
const pins = Router();
const admin = express.Router();

function requireUser(req: Request, res: Response, next: NextFunction) {
  if (!req.user) return res.status(401).end();
  next();
}

const checkPermission = (permission: string) => (req: Request, res: Response, next: NextFunction) => {
  req.user.permissions.includes(permission) ? next() : res.sendStatus(403);
};

const list = async (req: Request, res: Response) => res.json([]);
const asyncHandler = (fn: Function) => (req: Request, res: Response, next: NextFunction) => fn(req, res, next).catch(next);

class PinController {
  create = async (req: Request, res: Response) => res.json({});
  async remove(req: Request, res: Response) {
    res.json({});
  }
}
const controller = new PinController();
const staff = [requireUser, checkPermission('staff')];

// entry: GET /health
app.get('/health', (req, res) => res.send('ok'));
app.use(express.json());
app.use(limiter({ max: 10 }));
app.use('/pins', requireUser, pins);

// entry: GET /pins, behind express.json, limiter(10), requireUser
pins.get('/', list);
// entry: POST /pins, behind express.json, limiter(10), requireUser, checkPermission('pins:write')
pins.post('/', checkPermission('pins:write'), controller.create);
// entry: DELETE /pins/:id, behind express.json, limiter(10), requireUser, checkPermission('pins:write'), asyncHandler
pins.delete('/:id', checkPermission('pins:write'), asyncHandler(controller.remove.bind(controller)));
// entry: PATCH /pins/:id, behind express.json, limiter(10), requireUser, requireUser, checkPermission('staff')
pins.patch('/:id', staff, list);
// entry: PUT /pins/:id, behind express.json, limiter(10), requireUser, requireUser, checkPermission('staff')
pins.put('/:id', [requireUser, checkPermission('staff')], (req: Request, res: Response) => res.end());

const tag = pins.route('/:id/tags');
// entry: GET /pins/:id/tags, behind express.json, limiter(10), requireUser
tag.get(list);
// entry: POST /pins/:id/tags, behind express.json, limiter(10), requireUser, checkPermission('tags')
tag.all(checkPermission('tags')).post(list);

// A guard behind the route never runs.
// entry: GET /admin/early, behind express.json, limiter(10)
admin.get('/early', list);
admin.use(checkPermission('admin'));
// entry: GET /admin/users, behind express.json, limiter(10), checkPermission('admin')
admin.get('/users', list);
app.use('/admin', admin);

// entry: GET /plain, behind express.json, limiter(10)
app.get('/plain', list);
app.use('/secret', checkPermission('secret'));
// entry: POST /secret/a, behind express.json, limiter(10), checkPermission('secret')
app.post('/secret/a', list);
// entry: POST /secrets, behind express.json, limiter(10)
app.post('/secrets', list);

// A part that is not in sight.
// entry: POST /spread, open, behind express.json, limiter(10), guards
app.post('/spread', ...guards(), list);

declare function guards(): Function[];

export class NoteRoutes {
  public router = Router();
  constructor(private readonly controller: PinController) {
    // entry: GET /notes, behind express.json, limiter(10), requireUser
    this.router.get('/', requireUser, list);
    // entry: DELETE /notes/:id, behind express.json, limiter(10), checkPermission('notes')
    this.router.delete('/:id', checkPermission('notes'), this.controller.remove);
  }
}
app.use('/notes', new NoteRoutes(controller).router);

function registerTags(server: Application) {
  // entry: POST /tags, behind express.json, limiter(10), requireUser
  server.post('/tags', requireUser, list);
}
registerTags(app);

if (process.env.DEBUG) {
  // entry: GET /debug, behind express.json, limiter(10)
  app.get('/debug', list);
}

// Nobody mounts it in sight.
export const orphan = Router();
// entry: GET /orphan, open, behind requireUser
orphan.get('/orphan', requireUser, list);

// no entry: reads a setting
export const env = app.get('env');
// no entry: a map
seen.get('/x')?.('id');
seen.set('/x', (id) => undefined);
// no entry: a client
export const answer = axios.post('/pins', { then: () => list });
axios.get('/pins', list);
