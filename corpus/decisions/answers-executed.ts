// Answers that are sent, made, or left over: what a guard tells the framework around it, whatever it returns.

import type { FastifyReply, FastifyRequest } from 'fastify';
import * as O from 'fp-ts/Option';
import type { Option } from 'fp-ts/Option';
import { err, ok, type Result } from 'neverthrow';

interface User { id: string; role: string; suspended: boolean }
interface Request { user?: User; headers: Record<string, string>; scopes: string[] }
interface Response {
  status(code: number): Response;
  json(body: unknown): void;
  sendStatus(code: number): void;
  end(): void;
}
type NextFunction = (error?: unknown) => void;
interface KoaContext { state: { user: User }; status: number; body: unknown }
interface HonoContext {
  get(name: 'user'): User;
  json(body: unknown, status: number): unknown;
  res: unknown;
}
interface Note { id: string; ownerId: string; shared: boolean }

declare function verify(token: string): Promise<boolean>;
declare function auditAccess(res: Response, next: NextFunction): void;

// decides: allow when req.user?.role === 'admin'
// decides: deny otherwise
export function requireAdmin(req: Request, res: Response, next: NextFunction): void {
  if (req.user?.role === 'admin') {
    next();
    return;
  }
  res.status(403).json({ error: 'admins only' });
}

// The one who is suspended gets an error, the one without an account an answer.
// decides: deny when req.user === undefined || req.user.suspended
// decides: allow otherwise
export function requireActiveUser(req: Request, res: Response, next: NextFunction): void {
  if (!req.user) return res.sendStatus(401);
  if (req.user.role === 'admin' && !req.user.suspended) return next();
  next(req.user.suspended ? new Error('forbidden') : undefined);
}

// The refusal is sent, and then the handler runs all the same.
// decides: allow always
export function requireScope(req: Request, res: Response, next: NextFunction): void {
  if (!req.scopes.includes('write')) {
    res.status(403).json({ error: 'a scope is missing' });
  }
  next();
}

// decides: allow when !throws() && known
// decides: deny otherwise
export async function requireToken(req: Request, res: Response, next: NextFunction): Promise<void> {
  try {
    const known = await verify(req.headers.token);
    if (!known) throw new Error('unauthorized');
  } catch (error) {
    res.status(401).end();
    return;
  }
  next();
}

// Whoever is handed the continuation answers.
// decides: deny when req.user?.role === 'guest'
// decides: allow when req.user?.role === 'admin'
// decides: delegated otherwise
export function requireAudit(req: Request, res: Response, next: NextFunction): void {
  if (req.user?.role === 'guest') {
    res.sendStatus(403);
    return;
  }
  if (req.user?.role === 'admin') return next();
  auditAccess(res, next);
}

// Who is suspended waits for ever: that is no answer.
// decides: deny when req.user === undefined
// decides: allow when req.user && !req.user.suspended
export async function requirePatience(req: Request, res: Response, next: NextFunction): Promise<void> {
  if (!req.user) {
    res.sendStatus(401);
    return;
  }
  if (req.user.suspended) await new Promise<void>(() => {});
  next();
}

// A status that is stored is the answer, unless the next one is called.
// decides: deny when ctx.state.user.suspended
// decides: allow otherwise
export async function requireGoodStanding(ctx: KoaContext, next: () => Promise<void>): Promise<void> {
  if (ctx.state.user.suspended) {
    ctx.status = 403;
    ctx.body = 'suspended';
    return;
  }
  await next();
}

// decides: deny when c.get('user').role === 'guest'
// decides: allow otherwise
export const requireMember = async (c: HonoContext, next: () => Promise<void>) => {
  if (c.get('user').role === 'guest') return c.json({ error: 'members only' }, 403);
  await next();
};

// decides: deny when request.headers.authorization !== 'secret'
// decides: allow otherwise
export async function requireSecret(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.headers.authorization !== 'secret') {
    reply.code(401).send({ error: 'unauthorized' });
  }
}

// decides: deny when request.user.role !== 'admin' && request.user.role !== 'owner'
// decides: allow otherwise
export async function requireStaff(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.user.role === 'admin') return;
  if (request.user.role !== 'owner') throw new Error('forbidden');
}

// With a callback, a hook that just ends leaves the request waiting.
// decides: allow when request.user.role === 'admin'
// decides: deny otherwise
export function requireOperator(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
  if (request.user.role === 'admin') done();
  else if (request.user.role === 'guest') done(new Error('forbidden'));
}

// decides: allow when user.role === 'admin' && !user.suspended
// decides: deny otherwise
export function checkAdmin(user: User, callback: (error: Error | null, allowed?: boolean) => void): void {
  if (user.suspended) {
    callback(new Error('forbidden'));
    return;
  }
  callback(null, user.role === 'admin');
}

// The first answer counts.
// decides: deny when user.suspended
// decides: allow otherwise
export function authorizeUpload(user: User, callback: (allowed: boolean) => void): void {
  if (user.suspended) callback(false);
  callback(true);
}

// decides: allow when user.role === 'editor'
// decides: deny when user.role === 'guest'
// decides: missing otherwise
export function authorizeEdit(user: User, done: (error: Error | null, allowed?: boolean) => void): void {
  if (user.role === 'editor') done(null, true);
  if (user.role === 'guest') done(null, false);
}

// decides: allow when note.ownerId === user.id
// decides: deny otherwise
export function checkOwnedNote(note: Note, user: User): Option<Note> {
  return note.ownerId === user.id ? O.some(note) : O.none;
}

// decides: deny when user.suspended || user.role === 'guest'
// decides: allow otherwise
export function authorizeNote(user: User): Result<User, Error> {
  if (user.suspended) return err(new Error('suspended'));
  if (user.role === 'guest') return err(new Error('members only'));
  return ok(user);
}

// decides: allow when user.role === 'admin' || note.shared
// decides: deny otherwise
export function authorizeReader(note: Note, user: User): Result<Note, string> {
  if (user.role === 'admin') return ok(note);
  if (!note.shared) return err('not shared');
  return ok(note);
}

// Who is an admin sees all, who is suspended nothing, any other a part.
// decides: allow when user.role === 'admin' && !user.suspended
// decides: deny when user.suspended
// decides: delegated otherwise
export function filterAllowedNotes(notes: Note[], user: User): Note[] {
  if (user.suspended) return [];
  if (user.role === 'admin') return notes;
  return visible(notes, user);
}

// decides: allow when user.role === 'admin'
// decides: deny otherwise
export function filterPermittedNotes(notes: Note[], user: User): Note[] {
  if (user.role === 'admin') return notes;
  return notes.filter((note) => note.ownerId === user.id);
}

// decides: allow when user !== undefined
// decides: deny otherwise
export function filterAuthorizedNotes(notes: Note[], user?: User): Note[] {
  if (user === undefined) return [];
  return notes;
}

declare function visible(notes: Note[], user: User): Note[];

// Why not, or nothing to say against it.
// decides: deny when note.ownerId !== user.id && !note.shared
// decides: allow otherwise
export function checkReadPermission(note: Note, user: User): string | null {
  if (note.ownerId === user.id || note.shared) return null;
  return `you are not allowed to read ${note.id}`;
}

// decides: deny when user.suspended || user.role === 'guest'
// decides: allow otherwise
export function checkWritePermission(user: User): string | undefined {
  if (user.suspended) return 'not allowed: suspended';
  if (user.role === 'guest') return 'not allowed: members only';
}
