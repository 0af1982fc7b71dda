import type { NextFunction, Request, Response } from 'express';
import { verifyToken } from './tokens';

interface Item { name: string; url: string; path: string }

const OPEN = ['/login', '/health'];

/** A search shows what was looked for. */
export function filterItems(items: Item[], text: string): Item[] {
  return items.filter(item => item.name.toLowerCase().includes(text) || item.path.startsWith(text));
}

/** The kind of the header, and then the token itself. */
export async function requireUser(req: Request, res: Response, next: NextFunction): Promise<void> {
  const header = req.headers.authorization;
  if (!header || !header.startsWith('Bearer ')) {
    res.status(401).end();
    return;
  }
  if (!(await verifyToken(header.slice(7)))) {
    res.status(401).end();
    return;
  }
  next();
}

/** Whole paths. */
export function openOrSignedIn(req: Request, res: Response, next: NextFunction): void {
  if (OPEN.includes(req.path)) return next();
  if (!req.session) {
    res.status(401).end();
    return;
  }
  next();
}

/** Rights are a list. */
export function canEdit(user: { permissions: string[] }): boolean {
  return user.permissions.includes('docs:write');
}

/** Scopes that were split are a list. */
export function hasScope(token: { scope: string }, wanted: string): boolean {
  return token.scope.split(' ').includes(wanted);
}

/** The colon ends the resource. */
export function hasBillingScope(scope: string): boolean {
  return scope === 'billing' || scope.startsWith('billing:');
}

/** Kinds of keys are told by what they begin with, and keys are looked up. */
export async function isKeyAccepted(key: string, find: (key: string) => Promise<boolean>): Promise<boolean> {
  if (!key.startsWith('sk_')) return false;
  return await find(key);
}

/** A media type is a kind of content. */
export function canPreview(file: { mimeType: string }): boolean {
  return file.mimeType.startsWith('image/');
}

/** Flags that are tried out. */
export function isFeatureAllowed(flag: string): boolean {
  return flag.startsWith('beta');
}
