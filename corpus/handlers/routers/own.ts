import Router from '@koa/router';

class SchemaRouter extends Router {}
class Store {
  get(key: string, make: () => unknown) {
    return make();
  }
}

// entry: GET /schemas, open
new SchemaRouter().get('/schemas', async (ctx) => ctx);
// no entry: a store of the project's own
new Store().get('/schemas', () => 1);
