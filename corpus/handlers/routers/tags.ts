export default function tags(router) {
  // entry: GET /tags
  router.get('/tags', async (ctx) => ctx);
}
