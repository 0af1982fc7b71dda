// Handlers that cannot call on: what they answer in the end is what was asked for.
import express from 'express';

const app = express();

function hasEditorRole(user: { role: string } | undefined): boolean {
  return user?.role === 'editor';
}

app.post('/cards', (req: express.Request, res: express.Response) => {
  if (!hasEditorRole(req.user)) {
    return res.status(403).end();
  }
  res.json({ created: req.body.name });
});
