import type { NextFunction, Request, Response } from 'express';
import { ForbiddenError } from './errors';

interface User { id: string; role: 'admin' | 'editor' | 'guest'; bannedAt?: Date }
interface Note { id: string; ownerId: string; text: string }

function canEdit(user: User, note: Note): boolean {
  return user.role === 'admin' || note.ownerId === user.id;
}

async function hasPermission(user: User, permission: string): Promise<boolean> {
  const granted = await grantsOf(user.id);
  return granted.includes(permission);
}

async function isBanned(user: User): Promise<boolean> {
  const ban = await bans.findOne(user.id);
  return ban !== null;
}

function mayPublish(user: User, note: Note): boolean {
  return user.role === 'editor' && note.ownerId === user.id;
}

async function isAllowed(user: User, permission: string): Promise<boolean> {
  const granted = await grantsOf(user.role);
  return granted.includes(permission);
}

async function isUserBlocked(user: User): Promise<boolean> {
  const block = await blocks.findOne(user.id);
  return block !== null;
}

/** Who may edit is refused. */
export function rename(user: User, note: Note, text: string): Note {
  if (canEdit(user, note)) throw new ForbiddenError('not yours'); // expect: inverted-check
  return { ...note, text };
}

/** The answer has a name. */
export async function remove(user: User, id: string): Promise<string> {
  const allowed = await hasPermission(user, 'notes.delete');
  if (allowed) {
    throw new ForbiddenError('you may not delete notes'); // expect: inverted-check
  }
  return drop(id);
}

/** The branches are swapped. */
export async function gate(req: Request & { user: User }, res: Response, next: NextFunction): Promise<void> {
  if (await isBanned(req.user)) {
    next();
  } else {
    res.status(403).json({ error: 'banned' }); // expect: inverted-check
  }
}

/** An early return of the refusal, behind a sound one. */
export async function PUT(request: Request & { user?: User }): Promise<unknown> {
  if (!request.user) return Response.json({ error: 'who are you' }, { status: 401 });
  if (await isAllowed(request.user, 'notes.write')) {
    return Response.json({ error: 'forbidden' }, { status: 403 }); // expect: inverted-check
  }
  return save(request.user.id);
}

/** One `!` too many. */
export async function enter(user: User, note: Note): Promise<string> {
  if (!(await isUserBlocked(user))) {
    throw new ForbiddenError('you are blocked'); // expect: inverted-check
  }
  return note.text;
}

/** Handed to the router as an error. */
export function guard(req: Request & { user: User; note: Note }, res: Response, next: NextFunction): void {
  if (!mayPublish(req.user, req.note)) {
    return next();
  }
  return next(new ForbiddenError('not yours')); // expect: inverted-check
}
