import type { Router } from './types';

export default function tags(...[router, tenant]: Parameters<Init>) {
  // entry: GET /tags, open
  router.get('/tags', async (ctx) => ctx);
}

export function labels({ server }: { server: Router; size: number }) {
  // entry: POST /labels, open
  server.post('/labels', async (ctx) => ctx);
}

type Init = (router: Router, tenant: unknown) => void;
