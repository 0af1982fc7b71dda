import { requireScope } from './scope';

export default function notes(...[router, options]) {
  // entry: DELETE /notes/:id, open, behind requireScope('notes')
  router.delete('/notes/:id', requireScope('notes'), async (ctx) => ctx);
  const { server } = options;
  // entry: POST /notes, open
  server.post('/notes', async (ctx) => ctx);
  // no entry: a map
  options.delete('/notes', async () => undefined);
}
