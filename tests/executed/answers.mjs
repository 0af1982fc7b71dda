// What a function answers through: `next`, `res`, `ctx` and `callback` that record how they are used. In: a world and a role. Out: a value whose uses
// are in `world.sent`, in order.

/** Methods of a response that end it. */
const ENDS = ['send', 'json', 'jsonp', 'end', 'sendStatus', 'redirect', 'render', 'sendFile', 'html', 'text', 'body', 'notFound'];

/** Methods of a response that give the response again. */
const CHAINS = ['status', 'code', 'type', 'set', 'header', 'setHeader', 'append', 'cookie', 'clearCookie', 'writeHead'];

/** A value with a role, made of what its type declares. */
export function recorder(world, role, shape, path) {
  switch (role) {
    case 'continuation':
    case 'callback':
      return called(world, role, shape, path);
    case 'response':
    case 'context':
      return used(world, role, world.something(shape, path), path);
    case 'bag':
      return bag(world, shape, path);
    default:
      throw new Error(`no recorder for the role ${role}`);
  }
}

function withRole(world, value, path) {
  world.roles.add(value);
  return world.named(value, path);
}

/** `next(…)`, `callback(…)`: recorded, and then a stub like any other. */
function called(world, by, shape, path) {
  const declared = world.resolved(shape);
  const returns = declared.kind === 'function' ? declared.returns : { kind: 'nothing' };
  const answer = world.stub({ returns }, path);
  const call = (...args) => {
    world.sent.push({ by, args: args.map((arg) => world.given(arg)) });
    return answer(...args);
  };
  return withRole(world, call, path);
}

/** A response, or a context that is one. Its methods end it or give it again, everything else is read from what its type declares. */
function used(world, by, value, path) {
  const self = new Proxy(value, {
    get: (target, key, receiver) => {
      if (ENDS.includes(key)) return ending(key);
      if (CHAINS.includes(key)) return again();
      if (key === 'throw' && by === 'context') return thrown;
      return Reflect.get(target, key, receiver);
    },
    set: (target, key, stored) => {
      world.sent.push({ by, stores: key, value: world.given(stored) });
      return Reflect.set(target, key, stored);
    },
  });
  const ending = (key) => (...args) => {
    world.sent.push({ by, ends: key, args: args.map((arg) => world.given(arg)) });
    return self;
  };
  const again = () => new Proxy(() => self, { get: (_, key) => self[key] });
  const thrown = (...args) => {
    throw new Error(args.join(' '));
  };
  return withRole(world, self, path);
}

/** `{ ctx, next }`: one of its members has the role. */
function bag(world, shape, path) {
  const members = world.resolved(shape).members ?? {};
  const next = called(world, 'continuation', members.next ?? { kind: 'unknown' }, `${path}.next`);
  const get = (target, key, receiver) => (key === 'next' ? next : Reflect.get(target, key, receiver));
  return world.named(new Proxy(world.something(shape, path), { get }), path);
}
