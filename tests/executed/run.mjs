// Runs functions under every input they can tell apart. In: jobs, one JSON object a line. Out: for each, what its runs gave and which row of its
// table held.
//
// Inputs come into being when they are read. Each first read of a path (`user.role`, `store.find("one")`) is a choice among the values its
// declared type allows; choices are replayed from a script, so that all combinations are visited one after the other.

import { createInterface } from 'node:readline';

import { Answers, Endless, StubError, World } from './world.mjs';

/** Runs in order, and then as many by chance if there would be more. */
const RUNS = 500;

const silent = () => {};
globalThis.console = new Proxy({}, { get: () => silent });

// A promise that is derived and dropped fails unheard, as it does beside a function that goes on without it.
process.on('unhandledRejection', silent);

/** What is told when there is nothing left to run. No timer ever rings: what waits for one hangs. */
const idle = globalThis.setImmediate;
for (const timer of ['setTimeout', 'setInterval', 'setImmediate']) globalThis[timer] = () => ({});

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
  const places = new Map();
  tools.found = (start, end, found) => {
    places.set(`${start}-${end}`, found);
    return found;
  };
  const parts = factory(names, tools);
  // A function that stands inside another is there once that one has run.
  if (job.outer) parts.outer().apply(undefined, job.outer.map(({ shape, name }) => world.something(shape, name)));
  world.loading = false;
  world.classes = parts.classes();
  parts.found = places.get(job.at.join('-'));
  const self = job.self ? world.value(job.self, 'this') : owner(parts);
  const args = job.params.flatMap((param, at) => {
    const value = world.param(param, `arguments[${at}]`);
    return param.rest ? value : [value];
  });
  return { world, state, parts, self, args };
}

/** What a function is a member of; nothing where that is inside what a framework took. */
function owner(parts) {
  try {
    return parts.self();
  } catch {
    return undefined;
  }
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
    return { returns: world.given(await settled((parts.found ?? parts.target()).apply(self, args))), sent: world.sent };
  } catch (error) {
    if (error instanceof Endless) throw error;
    if (error instanceof Hangs) return { hangs: true, sent: world.sent };
    const by = error instanceof StubError ? 'stub' : isOfTheEngine(error) ? 'engine' : 'function';
    return { throws: by, message: String(error?.message ?? error), sent: world.sent };
  }
}

/** The first row that holds; text where that can't be said. */
async function row(job, { world, state: { locals, threw } }, { parts, self, args }) {
  job.caught = { threw };
  if (world.refused) locals.error ??= world.refused;
  for (const [at, { condition, needs, otherwise }] of parts.rows.entries()) {
    if (otherwise) return { row: at };
    try {
      const asked = condition(await variables(needs, locals, parts, self, args)).apply(self, args);
      if (await settled(asked)) return { row: at };
    } catch (error) {
      if (error instanceof Endless) throw error;
      if (error instanceof StubError) return { fails: error.message };
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
        if (typeof (here.parts.found ?? here.parts.target()) !== 'function') return { left: 'is not there when the file has run' };
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
