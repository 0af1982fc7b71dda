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
    case 'outcome':
    case 'verdict':
    case 'navigation':
      return called(world, role, shape, path);
    case 'response':
    case 'context':
      return used(world, role, world.something(shape, path), path);
    case 'bag':
      return bag(world, shape, path, 'next', 'continuation');
    case 'resolving':
      return bag(world, shape, path, 'resolve', 'resumption');
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

/** `{ ctx, next }`, `{ event, resolve }`: one of its members has the role. */
function bag(world, shape, path, name, by) {
  const members = world.resolved(shape).members ?? {};
  const member = called(world, by, members[name] ?? { kind: 'unknown' }, `${path}.${name}`);
  const get = (target, key, receiver) => (key === name ? member : Reflect.get(target, key, receiver));
  return world.named(new Proxy(world.something(shape, path), { get }), path);
}
