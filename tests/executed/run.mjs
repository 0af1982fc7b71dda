// Runs functions under every input they can tell apart. In: jobs, one JSON object a line. Out: for each, what its runs gave and which row of its
// table held.
//
// Inputs come into being when they are read. Each first read of a path (`user.role`, `store.find("one")`) is a choice among the values its
// declared type allows; choices are replayed from a script, so that all combinations are visited one after the other.

import { createInterface } from 'node:readline';

/** Runs in order, and then as many by chance if there would be more. */
const RUNS = 500;

/** Reads of one run. */
const READS = 400;

const silent = () => {};
globalThis.console = new Proxy({}, { get: () => silent });

// A promise that is derived and dropped fails unheard, as it does beside a function that goes on without it.
process.on('unhandledRejection', silent);

/** What is told when there is nothing left to run. No timer ever rings: what waits for one hangs. */
const idle = globalThis.setImmediate;
for (const timer of ['setTimeout', 'setInterval', 'setImmediate']) globalThis[timer] = () => ({});

/** What a stub throws. */
class StubError extends Error {}

/** The run asks for more than it is worth. */
class Endless extends Error {}

/** It waits for what never comes. */
class Hangs extends Error {}

/** A variable that has no value on this run. */
class Unset extends Error {}

/** Numbers by chance, the same on every machine (mulberry32). */
function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The answers of one run, by path. */
class Answers {
  constructor(random) {
    this.random = random;
    this.script = [];
    this.restart();
  }

  restart() {
    this.known = new Map();
    this.position = 0;
    if (this.random) this.script = [];
  }

  choose(path, of) {
    if (this.known.has(path)) return this.known.get(path);
    if (this.known.size > READS) throw new Endless();
    let chosen = 0;
    if (of > 1) {
      if (this.position === this.script.length) this.script.push([this.random ? Math.floor(this.random() * of) : 0, of]);
      chosen = this.script[this.position++][0];
    }
    this.known.set(path, chosen);
    return chosen;
  }

  /** On to the next script; false when there is none. */
  next() {
    if (this.random) return true;
    this.script.length = this.position;
    while (this.script.length > 0) {
      const [chosen, of] = this.script.pop();
      if (chosen + 1 < of) {
        this.script.push([chosen + 1, of]);
        return true;
      }
    }
    return false;
  }
}

/** Inputs that give the answers. Two worlds with the same answers hold the same values in objects of their own. */
class World {
  constructor(job, answers) {
    Object.assign(this, { job, answers });
    this.paths = new WeakMap();
    this.shown = new Map();
    this.classes = {};
    /** What was called of the names a file takes from elsewhere. */
    this.calls = [];
  }

  value(shape, path) {
    const candidates = this.candidates(shape, path);
    const value = candidates[this.answers.choose(path, candidates.length)]();
    this.shown.set(path, value);
    return value;
  }

  /** What a value of this shape can be; what ends a chain comes first. */
  candidates(shape, path) {
    const only = (value) => [() => value];
    const each = (values) => values.map((value) => () => value);
    const many = (make) => [[], [0], [0, 1]].map((places) => () => this.named(make(places), path));
    const element = (of) => (at) => this.value(of, `${path}[${at}]`);
    switch (shape.kind) {
      case 'boolean':
        return each([true, false]);
      case 'string':
        return each(this.job.strings);
      case 'number':
        return each([...this.job.numbers, NaN]);
      case 'literal':
        return only((0, eval)(`(${shape.text})`));
      case 'nothing':
        return only(undefined);
      case 'union': {
        const ends = (part) => part.kind === 'literal' || part.kind === 'nothing';
        const parts = [...shape.of.filter(ends), ...shape.of.filter((part) => !ends(part))];
        return parts.flatMap((part) => this.candidates(part, path));
      }
      case 'object':
        return [() => this.object(shape.members, path, {})];
      case 'class':
        return [() => this.object(shape.members, path, this.made(shape))];
      case 'record':
        return [() => this.record(shape.of, path)];
      case 'array':
        return many((places) => places.map(element(shape.of)));
      case 'set':
        return many((places) => new Set(places.map(element(shape.of))));
      case 'map':
        return many((places) => {
          const key = (at) => this.value(shape.key, `${path}.key${at}`);
          return new Map(places.map((at) => [key(at), element(shape.of)(at)]));
        });
      case 'promise':
        return [() => this.promise(shape.of, path)];
      case 'function':
        return [() => this.stub(shape, path)];
      case 'date':
        return only(new Date(0));
      case 'regexp':
        return each([/^/, /^$/]);
      case 'error':
        return only(new Error(path));
      case 'named':
        return this.candidates(this.job.types[shape.name], path);
      case 'anything':
        return [() => this.anything(path)];
      // A caller may break its promise to pass nothing.
      case 'never':
      case 'unknown':
        return [...each([undefined, null, true, false, ...this.job.strings, 0, 1]), () => this.anything(path)];
      default:
        throw new Error(`no values of the kind ${shape.kind}`);
    }
  }

  named(value, path) {
    this.paths.set(value, path);
    return value;
  }

  /** An object of a class of the file: its own fields as they start, without those that declare a type. */
  made({ name, members }) {
    const made = this.classes[name];
    if (!made) return {};
    let fields = {};
    try {
      fields = new made();
    } catch {
      // A constructor that needs its arguments leaves no fields.
    }
    const kept = Object.entries(fields).filter(([key]) => !Object.hasOwn(members, key));
    return Object.assign(Object.create(made.prototype), Object.fromEntries(kept));
  }

  /** Members come into being when they are read. */
  object(members, path, target) {
    const read = (key) => {
      if (typeof key === 'string' && Object.hasOwn(members, key) && !Object.hasOwn(target, key)) {
        target[key] = this.value(members[key], `${path}.${key}`);
      }
    };
    return this.named(
      new Proxy(target, {
        get: (_, key, receiver) => (read(key), Reflect.get(target, key, receiver)),
        has: (_, key) => (read(key), Reflect.has(target, key) && !(Object.hasOwn(members, key) && target[key] === undefined)),
        getOwnPropertyDescriptor: (_, key) => (read(key), Reflect.getOwnPropertyDescriptor(target, key)),
        ownKeys: () => {
          Object.keys(members).forEach(read);
          return Reflect.ownKeys(target).filter((key) => target[key] !== undefined);
        },
      }),
      path,
    );
  }

  /** An object of any keys, each there or not. */
  record(of, path) {
    const target = {};
    const read = (key) => {
      // `!'editor' in roles` asks for a key `false`, and the analyzer takes that for the slip it is.
      if (typeof key === 'symbol' || ['then', 'toString', 'true', 'false'].includes(key)|| Object.hasOwn(target, key)) return;
      target[key] = this.value({ kind: 'union', of: [{ kind: 'nothing' }, of] }, `${path}[${key}]`);
    };
    return this.named(
      new Proxy(target, {
        get: (_, key) => (read(key), target[key]),
        has: (_, key) => (read(key), target[key] !== undefined),
        getOwnPropertyDescriptor: (_, key) => (read(key), Reflect.getOwnPropertyDescriptor(target, key)),
        ownKeys: () => {
          this.job.strings.slice(0, 2).forEach(read);
          return Object.keys(target).filter((key) => target[key] !== undefined);
        },
      }),
      path,
    );
  }

  promise(of, path) {
    const promise = this.throws(path) ? Promise.reject(new StubError(path)) : Promise.resolve(this.value(of, `await ${path}`));
    promise.catch(silent);
    return this.named(promise, path);
  }

  throws(path) {
    return this.job.throws && this.answers.choose(`${path} throws`, 2) === 1;
  }

  /** A function that gives one answer for the same arguments. */
  stub({ returns }, path) {
    const call = (...args) => {
      const called = `${path}(${args.map((arg) => this.key(arg)).join(', ')})`;
      if (Object.hasOwn(this.job.ambient, path)) this.calls.push(path);
      // It is there to throw: this is an end like any other.
      if (returns.kind === 'never') throw new Error(called);
      if (returns.kind !== 'promise' && this.throws(called)) throw new StubError(called);
      return this.value(returns, called);
    };
    return this.named(call, path);
  }

  /** Can be called, made, and read from. */
  anything(path) {
    const unknown = { kind: 'unknown' };
    const call = this.stub({ returns: unknown }, path);
    const target = function () {};
    return this.named(
      new Proxy(target, {
        get: (_, key) => {
          const member = `${path}.${String(key)}`;
          if (typeof key === 'symbol' || key === 'then' || key === 'prototype') return undefined;
          return this.shown.has(member) ? this.shown.get(member) : this.value(unknown, member);
        },
        has: (_, key) => typeof key === 'string' && this.value(unknown, `${path}.${key}`) !== undefined,
        apply: (_, self, args) => call(...args),
        construct: (_, args) => this.named(new Error(`${path}(${args.map((arg) => this.key(arg))})`), `new ${path}`),
        getPrototypeOf: () => Function.prototype,
      }),
      path,
    );
  }

  key(value) {
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value !== 'object' && typeof value !== 'function') return String(value);
    if (value === null) return 'null';
    if (this.paths.has(value)) return this.paths.get(value);
    if (typeof value === 'function') return value.name || 'function';
    return `{${Object.keys(value).map((key) => `${key}: ${this.key(value[key])}`)}}`;
  }

  /** The values a run read. */
  describe() {
    const shown = [];
    for (const [path, value] of this.shown) {
      if (Array.isArray(value)) shown.push(`${path} has ${value.length} elements`);
      else if (value === null || !['object', 'function'].includes(typeof value)) shown.push(`${path} = ${this.key(value)}`);
    }
    return shown.join(', ');
  }

  /** What a function gave, as data. */
  given(value, depth = 1) {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : { kind: 'number', truthy: Boolean(value) };
    if (value === undefined) return { kind: 'undefined', truthy: false };
    if (typeof value !== 'object' || this.paths.has(value) || depth === 0) return { kind: typeof value, truthy: true };
    const fields = Object.keys(value).map((key) => [key, this.given(value[key], depth - 1)]);
    return { kind: 'object', truthy: true, fields: Object.fromEntries(fields) };
  }
}

/** The code of a file for one job, with everything it declares as existing made up. */
function instance(job, answers, factory) {
  const world = new World(job, answers);
  const state = { locals: {}, threw: false };
  const names = {};
  for (const [name, shape] of Object.entries(job.ambient)) {
    Object.defineProperty(names, name, { enumerable: true, get: () => world.value(shape, name) });
  }
  const tools = {
    seen: (name, value) => (state.locals[name] = value),
    caught: (error) => {
      state.threw = true;
      state.locals.error = error;
    },
    throws: async (call) => {
      if (!call) return job.caught.threw;
      try {
        await call();
        return false;
      } catch (error) {
        if (error instanceof StubError || !isOfTheEngine(error)) return true;
        throw error;
      }
    },
  };
  const parts = factory(names, tools);
  world.classes = parts.classes();
  const self = job.self ? world.value(job.self, 'this') : parts.self?.();
  const args = job.params.flatMap(({ shape, rest }, at) => {
    const value = world.value(shape, `arguments[${at}]`);
    return rest ? value : [value];
  });
  return { world, state, parts, self, args };
}

/** Errors of running code, which no one threw. */
function isOfTheEngine(error) {
  if (error instanceof TypeError) return /^Cannot |is not |private|incompatible/.test(error.message);
  if (error instanceof RangeError) return /call stack/.test(error.message);
  return error instanceof ReferenceError || error instanceof SyntaxError;
}

/** The value of a promise; throws `Hangs` when nothing is left that could settle it. */
function settled(value) {
  if (typeof value?.then !== 'function') return value;
  return new Promise((resolve, reject) => {
    const waiting = idle(() => reject(new Hangs()));
    const done = (settle) => (result) => (clearImmediate(waiting), settle(result));
    value.then(done(resolve), done(reject));
  });
}

async function ended({ world, parts, self, args }) {
  try {
    return { returns: world.given(await settled(parts.target().apply(self, args))), calls: world.calls };
  } catch (error) {
    if (error instanceof Endless) throw error;
    if (error instanceof Hangs) return { hangs: true, calls: world.calls };
    const by = error instanceof StubError ? 'stub' : isOfTheEngine(error) ? 'engine' : 'function';
    return { throws: by, message: String(error?.message ?? error) };
  }
}

/** The first row that holds; text where that can't be said. */
async function row(job, { state: { locals, threw } }, { parts, self, args }) {
  job.caught = { threw };
  for (const [at, { condition, needs, otherwise }] of parts.rows.entries()) {
    if (otherwise) return { row: at };
    try {
      const asked = condition(await variables(needs, locals, parts, self, args)).apply(self, args);
      if (await settled(asked)) return { row: at };
    } catch (error) {
      if (error instanceof Endless) throw error;
      return error instanceof Unset ? { unset: error.message } : { error: `row ${at + 1}: ${error?.message}` };
    }
  }
  return { error: 'no row holds' };
}

/** The function's variables: what the run gave them, or what they would start as. Asked for one that has neither, it throws. */
async function variables(needs, locals, parts, self, args) {
  const values = {};
  for (const name of needs) {
    try {
      const value = Object.hasOwn(locals, name) ? locals[name] : await settled(parts.initial[name].apply(self, args));
      Object.defineProperty(values, name, { value });
    } catch {
      const get = () => {
        throw new Unset(name);
      };
      Object.defineProperty(values, name, { get });
    }
  }
  return values;
}

async function runAll(job) {
  let factory;
  try {
    factory = new Function('$names', '$tools', job.code);
  } catch (error) {
    return { id: job.id, failed: `does not compile: ${error.message}` };
  }
  const found = new Map();
  let runs = 0;
  let exhausted = false;
  for (const random of [null, chance(1)]) {
    const answers = new Answers(random);
    for (let run = 0; run < RUNS && !exhausted; run++) {
      answers.restart();
      try {
        const here = instance(job, answers, factory);
        const given = await ended(here);
        const there = instance(job, answers, factory);
        const held = await row(job, here, there);
        const kind = JSON.stringify([given, held]);
        if (!found.has(kind)) found.set(kind, { given, held, inputs: here.world.describe(), runs: 0 });
        found.get(kind).runs += 1;
      } catch (error) {
        if (!(error instanceof Endless)) return { id: job.id, failed: `does not start: ${error.message}` };
      }
      runs += 1;
      exhausted = !answers.next();
    }
  }
  return { id: job.id, runs, exhausted, ends: [...found.values()] };
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line) process.stdout.write(JSON.stringify(await runAll(JSON.parse(line))) + '\n');
}
