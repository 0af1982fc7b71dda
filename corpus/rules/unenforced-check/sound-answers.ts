import type { CallHandler, ExecutionContext } from '@nestjs/common';
import { QuotaGuard } from 'quotas';
import { ForbiddenError } from './errors';

interface User { id: string; role: 'admin' | 'editor' | 'guest'; teamIds: string[] }
interface Note { id: string; ownerId: string; teamId: string; text: string }

function canEdit(user: User, note: Note): boolean {
  return user.role === 'admin' || note.ownerId === user.id;
}

/** Its answer decides. */
export function rename(user: User, note: Note, text: string): Note {
  if (!canEdit(user, note)) throw new ForbiddenError('not yours');
  return { ...note, text };
}

/** Its answer is read one line further down. */
export function remove(user: User, note: Note): string {
  const allowed = canEdit(user, note);
  if (!allowed) throw new ForbiddenError('not yours');
  return drop(note.id);
}

/** Its answer is read by a function inside. */
export function lazily(user: User, note: Note): () => boolean {
  const allowed = canEdit(user, note);
  return () => allowed && note.text !== '';
}

/** Its answer stands in what is returned. */
export function describe(user: User, note: Note): { id: string; editable: boolean } {
  const editable = canEdit(user, note);
  return { id: note.id, editable };
}

/** Dropped on purpose, and said so. */
export function warm(user: User, note: Note): string {
  void canEdit(user, note);
  return note.text;
}

function requireEdit(user: User, note: Note): boolean {
  if (!canEdit(user, note)) throw new ForbiddenError('not yours');
  return true;
}

/** It throws where it refuses: its answer is a courtesy. */
export function publish(user: User, note: Note): string {
  requireEdit(user, note);
  return store(note);
}

function hasEditAccess(user: User, note: Note): boolean {
  return requireEdit(user, note) && note.text !== '';
}

/** What it calls throws. */
export function share(user: User, note: Note): string {
  hasEditAccess(user, note);
  return store(note);
}

const seen = new Map<string, boolean>();

function canRead(user: User, note: Note): boolean {
  const key = `${user.id}:${note.id}`;
  const known = seen.get(key);
  if (known !== undefined) return known;
  const allowed = user.role === 'admin' || note.ownerId === user.id;
  seen.set(key, allowed);
  return allowed;
}

/** Asked ahead of time, so that the answer is remembered. */
export function prepare(user: User, notes: Note[]): void {
  for (const note of notes) {
    canRead(user, note);
  }
}

class Policy {
  private denied = false;

  isAllowed(user: User): boolean {
    this.denied = user.role !== 'admin';
    return user.role === 'admin';
  }

  /** What it found stays in the object. */
  enter(user: User): string {
    this.isAllowed(user);
    return this.denied ? 'no' : 'yes';
  }
}

async function hasAccess(user: User, teamId: string): Promise<boolean> {
  const member = await members.findUniqueOrThrow({ where: { userId: user.id, teamId } });
  return member.role === 'editor';
}

/** The query inside throws for whoever is no member. */
export async function load(user: User, teamId: string): Promise<string[]> {
  await hasAccess(user, teamId);
  return notesOf(teamId);
}

async function isAuthorized(token: string): Promise<boolean> {
  const claims = await verifyToken(token);
  return claims.role === 'admin';
}

/** What is called inside may refuse by throwing, and nobody ever reads this answer: it is an assertion by use. */
export async function list(token: string): Promise<string[]> {
  await isAuthorized(token);
  return notesOf('all');
}

async function confirmAccess(user: User, note: Note): Promise<boolean> {
  if (user.role === 'admin') return true;
  return askOwner(note.ownerId);
}

/** Whoever is asked may want to know. */
export async function knock(user: User, note: Note): Promise<void> {
  await promptForAccess(confirmAccess, user, note);
}

/** Handed on. */
export function visible(user: User, notes: Note[]): Note[] {
  return notes.filter((note) => canEdit(user, note));
}

/** Returned by an arrow. */
export const mayEdit = (user: User, note: Note): boolean => canEdit(user, note);

/** What the class of the package does is not known: it may answer the request itself. */
export class QuotaInterceptor extends QuotaGuard {
  canActivate(context: ExecutionContext): Promise<boolean> {
    return super.canActivate(context);
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<unknown> {
    await this.canActivate(context);
    return next.handle();
  }
}

async function hasRight(user: User, right: string): Promise<boolean> {
  return engine.checkPermission(user.id, right);
}

/** The engine may refuse by an error, and nobody ever reads this answer. */
export async function clear(user: User): Promise<void> {
  await hasRight(user, 'notes.clear');
  await dropAll();
}
