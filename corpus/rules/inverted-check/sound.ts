import type { NextFunction, Request, Response } from 'express';
import { ConflictError, ForbiddenError } from './errors';

interface User { id: string; role: 'admin' | 'editor' | 'guest' }
interface Note { id: string; ownerId: string; text: string }

function canEdit(user: User, note: Note): boolean {
  return user.role === 'admin' || note.ownerId === user.id;
}

async function hasAccess(user: User, note: Note): Promise<boolean> {
  const members = await membersOf(note.id);
  return members.includes(user.id);
}

function isAdmin(user: User): boolean {
  return user.role === 'admin';
}

function isOwner(user: User, note: Note): boolean {
  return note.ownerId === user.id;
}

async function isBlocked(user: User): Promise<boolean> {
  const block = await blocks.findOne(user.id);
  return block !== null;
}

/** The test stands the right way round. */
export function rename(user: User, note: Note, text: string): Note {
  if (!canEdit(user, note)) throw new ForbiddenError('not yours');
  return { ...note, text };
}

/** A guard clause the other way round: who may goes on, everybody else falls to the end. */
export function update(user: User, note: Note, text: string): Note {
  if (canEdit(user, note)) {
    return { ...note, text };
  }
  throw new ForbiddenError('not yours');
}

/** As a ternary. */
export function show(user: User, note: Note): Response | string {
  return canEdit(user, note) ? note.text : refuse();
}

/** Who has no access is refused, and everybody else goes on. */
export async function gate(req: Request & { user: User; note: Note }, res: Response, next: NextFunction): Promise<void> {
  if (!(await hasAccess(req.user, req.note))) {
    res.status(403).json({ error: 'forbidden' });
    return;
  }
  next();
}

/** There already: no matter of a right. */
export async function requestAccess(user: User, note: Note): Promise<string> {
  if (await hasAccess(user, note)) throw new ForbiddenError('you have access already');
  return ask(note.ownerId);
}

/** A conflict, and no refusal. */
export async function invite(user: User, note: Note): Promise<string> {
  if (await hasAccess(user, note)) throw new ConflictError('is a member');
  return ask(note.ownerId);
}

/** An answer of 409. */
export async function add(req: Request & { user: User; note: Note }, res: Response): Promise<void> {
  if (await hasAccess(req.user, req.note)) {
    res.status(409).json({ error: 'is a member' });
    return;
  }
  res.json({ added: true });
}

/** The administrator is protected: another right decides too. */
export function demote(me: User, target: User, note: Note): string {
  if (isAdmin(target) && !isOwner(me, note)) throw new ForbiddenError('only the owner may demote an administrator');
  return drop(target.id);
}

/** The owner can't leave. */
export function leave(user: User, note: Note): string {
  if (isOwner(user, note)) throw new ForbiddenError('the owner has to stay');
  return drop(user.id);
}

/** The name says that it keeps out who may. */
export function assertCannotEdit(user: User, note: Note): void {
  if (canEdit(user, note)) throw new ForbiddenError('whoever reviews must not be able to edit');
}

/** Only who is blocked can be let in again. */
export async function unblock(user: User): Promise<string> {
  if (!(await isBlocked(user))) throw new ForbiddenError('nothing to lift');
  return drop(user.id);
}

/** Either right will do; each answer alone refuses nobody. */
export async function read(user: User, note: Note): Promise<string> {
  if (!canEdit(user, note) && !(await hasAccess(user, note))) throw new ForbiddenError('not yours');
  return note.text;
}

/** Whoever has no access is sent to the sign-in, and the rest of the way is closed for maintenance. */
export async function open(user: User, note: Note, res: Response): Promise<void> {
  if (!(await hasAccess(user, note))) {
    res.redirect('/login');
    return;
  }
  res.status(403).json({ error: 'closed for maintenance' });
}

/** Guests only. */
export function guestOnly(user: User, note: Note): void {
  if (canEdit(user, note)) throw new ForbiddenError('for guests');
}

/** Frozen for everybody: the answer does not matter. */
export function freeze(user: User, note: Note, frozen: boolean): string {
  if (frozen) throw new ForbiddenError('frozen');
  return canEdit(user, note) ? 'editable' : 'readable';
}

/** A denial that depends on something else as well. */
export function archive(user: User, note: Note, locked: boolean): string {
  if (canEdit(user, note) && locked) throw new ForbiddenError('locked');
  return drop(note.id);
}
