import type { NextFunction, Request, Response } from 'express';
import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { canEdit, canRemove, isAdmin, isAllowedOrigin, isMember, isTrustedSignature, requireSession, verifyToken } from './access';
import { folders, notes, orders, pins, roles, users } from './store';

const formType = /^(multipart\/form-data|text\/plain)\b/i;

/** What stands in for a missing type is checked. */
export const sameSite: MiddlewareHandler = async (c, next) => {
  if (
    c.req.method !== 'GET' &&
    formType.test(c.req.header('content-type') || 'text/plain') &&
    !isAllowedOrigin(c.req.header('origin'))
  ) {
    throw new HTTPException(403);
  }
  await next();
};

/** Only writing requests are checked. */
export const writesOnly: MiddlewareHandler = async (c, next) => {
  if (!/^(GET|HEAD)$/.test(c.req.method) && !isAllowedOrigin(c.req.header('origin'))) {
    throw new HTTPException(403);
  }
  await next();
};

/** A missing signature is refused. */
export async function paid(req: Request, res: Response): Promise<void> {
  const signature = req.headers['x-signature'];
  if (!signature || !isTrustedSignature(req.body, signature)) {
    res.status(401).end();
    return;
  }
  await orders.markPaid(req.body.orderId);
  res.json({ ok: true });
}

/** Without a signature there has to be a session. */
export async function paidByHand(req: Request, res: Response): Promise<void> {
  const signature = req.headers['x-signature'];
  if (signature) {
    if (!isTrustedSignature(req.body, signature)) {
      res.status(401).end();
      return;
    }
  } else {
    requireSession(req);
  }
  await orders.markPaid(req.body.orderId);
  res.json({ ok: true });
}

/** The folder is checked where there is one, and used where there is one. */
export async function create(req: Request, res: Response): Promise<void> {
  const { folderId, text } = req.body;
  if (folderId && !(await isMember(req.user, folderId))) {
    res.status(403).end();
    return;
  }
  res.json(await notes.insert({ text, folderId, ownerId: req.user.id }));
}

/** Only who changes a role has to be an administrator. */
export async function update(req: Request, res: Response): Promise<void> {
  if (req.body.role && !isAdmin(req.user)) {
    res.status(403).end();
    return;
  }
  await users.update(req.user.id, { name: req.body.name, role: req.body.role });
  res.json({ ok: true });
}

/** All of it only for administrators, else what is public. */
export async function list(req: Request, res: Response): Promise<void> {
  if (req.query.all && !isAdmin(req.user)) {
    res.status(403).end();
    return;
  }
  res.json(await pins.list({ all: req.query.all }));
}

/** The route always has a parameter. */
export async function show(req: Request, res: Response): Promise<void> {
  if (req.params.id && !canEdit(req.user, 'pins')) {
    res.status(403).end();
    return;
  }
  res.json(await pins.list());
}

/** A row that is not there belongs to nobody, and nothing is done with it. */
export async function rename(req: Request, res: Response): Promise<void> {
  const note = await notes.find(req.params.id);
  if (note && note.ownerId !== req.user.id) {
    res.status(403).end();
    return;
  }
  if (!note) {
    res.status(404).end();
    return;
  }
  await notes.rename(note.id, req.body.text);
  res.json({ ok: true });
}

/** A name that is taken by somebody else. */
export async function reserve(req: Request, res: Response): Promise<void> {
  const taken = await users.findByName(req.body.name);
  if (taken && taken.id !== req.user.id) {
    res.status(403).json({ error: 'name is taken' });
    return;
  }
  await users.update(req.user.id, { name: req.body.name });
  res.json({ ok: true });
}

/** Another check of the same person stands in front. */
export async function remove(req: Request, res: Response): Promise<void> {
  if (!canRemove(req.user, req.params.id)) {
    res.status(403).end();
    return;
  }
  if (req.query.forever && !isAdmin(req.user)) {
    res.status(403).end();
    return;
  }
  await pins.remove(req.params.id);
  res.json({ ok: true });
}

/** Signing in is up to the caller: what is shown depends on who it is. */
export async function home(req: Request, res: Response): Promise<void> {
  const token = req.headers.authorization;
  if (token) {
    const user = await verifyToken(token);
    if (!user) {
      res.status(401).end();
      return;
    }
    req.user = user;
  }
  res.json(await pins.listFor(req.user));
}

/** What the query names decides what is read, and each reading is checked in its own way. */
export async function readRole(req: Request, res: Response): Promise<void> {
  let found;
  if (req.query.id) {
    found = await roles.find(req.query.id);
    if (found.teamId && found.teamId !== req.user.teamId) {
      res.status(403).end();
      return;
    }
  } else {
    found = await roles.builtIn();
  }
  res.json(found);
}

// Without an identifier the handler behind it goes by a token that the link holds.
export async function keyForOwnFiles(req: Request, res: Response, next: NextFunction): Promise<void> {
  if (req.query.id) {
    if (!(await isTrustedKey(String(req.query.key)))) {
      res.status(401).end();
      return;
    }
  }
  next();
}

declare function isTrustedKey(key: string): Promise<boolean>;
