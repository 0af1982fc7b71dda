// Inputs: values that come into being when they are read. In: a job, and the answers to the choices of one run. Out: what a function is handed.

import { recorder } from './answers.mjs';

const silent = () => {};

/** Reads of one run. */
const READS = 400;

/** What a stub throws. */
export class StubError extends Error {}

/** The run asks for more than it is worth. */
export class Endless extends Error {}

/** The answers of one run, by path. */
export class Answers {
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

/** Members of what has no type that only a list has. */
const LISTED = ['some', 'every', 'map', 'filter', 'find', 'flatMap', 'forEach', 'length'];

/** `Ruling.ALLOW`: a constant of an enum from elsewhere is its own name. */
const isConstant = (name, key) => /^[A-Z]/.test(name) && /^[A-Z]/.test(key);

/** What is made by a name from elsewhere. */
const makers = new WeakMap();

/** Where each value comes from. The values of a run are asked about in a world of its own, and keep their names there. */
const paths = new WeakMap();

/** Inputs that give the answers. Two worlds with the same answers hold the same values in objects of their own. */
export class World {
  constructor(job, answers) {
    Object.assign(this, { job, answers });
    this.shown = new Map();
    this.classes = {};
    /** What was told to whoever asked, in order, and what was called of the names a file takes from elsewhere. */
    this.sent = [];
    /** What has a role, such as `next`. */
    this.roles = new Set();
    /** The code of the file runs for the first time, and tells frameworks what it has: they take it, and give it back. */
    this.loading = true;
    /** The error a promise was refused with. */
    this.refused = undefined;
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

  /** What a function is handed; what has a role records how it is used. */
  param({ shape, role }, path) {
    return role ? recorder(this, role, shape, path) : this.value(shape, path);
  }

  /** A value that can be read from, whatever its type says. */
  something(shape, path) {
    const resolved = this.resolved(shape);
    return resolved.kind === 'unknown' ? this.anything(path) : this.value(resolved, path);
  }

  resolved(shape) {
    return shape.kind === 'named' ? this.resolved(this.job.types[shape.name]) : shape;
  }

  named(value, path) {
    paths.set(value, path);
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
    let promise;
    if (this.throws(path)) {
      this.refused = new StubError(path);
      promise = Promise.reject(this.refused);
    } else {
      promise = Promise.resolve(this.value(of, `await ${path}`));
    }
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
      if (this.job.answers) this.sent.push({ by: 'call', name: path, args: args.map((arg) => this.given(arg)) });
      if (args.some((arg) => this.roles.has(arg))) this.sent.push({ by: 'another' });
      // It is there to throw: this is an end like any other.
      if (returns.kind === 'never' || this.job.never.includes(path)) throw new Error(called);
      if (this.makes(path)) return this.madeBy(path);
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
          if (this.loading) return this.anything(member);
          if (this.makes(member)) return this.maker(member);
          if (LISTED.includes(key)) return this.list(path)[key];
          if (Object.hasOwn(this.job.ambient, path) && isConstant(path, key)) return member;
          return this.shown.has(member) ? this.shown.get(member) : this.value(unknown, member);
        },
        has: (_, key) => typeof key === 'string' && this.value(unknown, `${path}.${key}`) !== undefined,
        apply: (_, self, args) => this.loading ? this.anything(`${path}()`) : call(...args),
        construct: (_, args) => this.makes(path) ? this.madeBy(path) : this.named(new Error(`${path}(${args.map((arg) => this.key(arg))})`), `new ${path}`),
        getPrototypeOf: () => Function.prototype,
      }),
      path,
    );
  }

  /** What is asked for its elements is a list, and the same one each time. */
  list(path) {
    const listed = `${path} as a list`;
    if (!this.shown.has(listed)) this.value({ kind: 'array', of: { kind: 'unknown' } }, listed);
    return this.shown.get(listed);
  }

  /** Whether answers are made by this name from elsewhere: `O.some`, `NextResponse.next`. */
  makes(path) {
    const [name, ...members] = path.split('.');
    return Object.hasOwn(this.job.ambient, name) && this.job.makers.includes(members.at(-1) ?? name);
  }

  madeBy(path) {
    const made = { made: path };
    makers.set(made, path);
    return this.named(made, path);
  }

  /** `O.none` is made, and `O.some` makes. */
  maker(path) {
    const make = function () {
      return { made: path };
    };
    const maker = new Proxy(make, { apply: () => this.madeBy(path), construct: () => this.madeBy(path) });
    makers.set(maker, path);
    return this.named(maker, path);
  }

  key(value) {
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value !== 'object' && typeof value !== 'function') return String(value);
    if (value === null) return 'null';
    if (paths.has(value)) return paths.get(value);
    if (typeof value === 'function') return value.name || 'function';
    if (Array.isArray(value)) return `[${value.map((element) => this.key(element)).join(', ')}]`;
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
  given(value, depth = 2) {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : { kind: 'number', truthy: Boolean(value) };
    if (value === undefined) return { kind: 'undefined', truthy: false };
    if (makers.has(value)) return { kind: 'object', truthy: true, made: makers.get(value) };
    if (value instanceof Error) return { kind: 'error', truthy: true };
    if (Array.isArray(value)) return { kind: 'array', truthy: true, elements: value.length, path: paths.get(value) };
    if (typeof value !== 'object' || paths.has(value) || depth === 0) return { kind: typeof value, truthy: true };
    const fields = Object.keys(value).map((key) => [key, this.given(value[key], depth - 1)]);
    return { kind: 'object', truthy: true, fields: Object.fromEntries(fields) };
  }
}

