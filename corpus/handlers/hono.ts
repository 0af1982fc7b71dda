// Routes of Hono: guards by paths with a star, sub-applications, chained verbs.
import { Hono } from 'hono';
import type { Context, Next } from 'hono';

const app = new Hono();
const pins = new Hono();

const requireUser = async (c: Context, next: Next) => {
  if (!c.get('user')) return c.json({}, 401);
  await next();
};
const checkScope = (scope: string) => async (c: Context, next: Next) => {
  if (!c.get('scopes').includes(scope)) return c.json({}, 403);
  await next();
};

// entry: GET /open
app.get('/open', (c) => c.text('open'));
app.use('/admin/*', requireUser, checkScope('admin'));
// entry: POST /admin/users, behind requireUser, checkScope('admin')
app.post('/admin/users', (c) => c.json({}));
// entry: POST /administer
app.post('/administer', (c) => c.json({}));

pins.use('*', requireUser);
// entry: GET /v1/pins, behind requireUser
pins.get('/', (c) => c.json([]));
// entry: DELETE /v1/pins/:id, behind requireUser, checkScope('pins:write')
pins.delete('/:id', checkScope('pins:write'), (c) => c.json({}));
app.route('/v1/pins', pins);

// entry: GET /api/tags
app.basePath('/api').get('/tags', (c) => c.json([]));

export default app;
