import type { Request, Response } from 'express';
import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { canRemove, isAllowedOrigin, isTrustedSignature } from './access';
import { orders, pins } from './store';

const formType = /^(multipart\/form-data|text\/plain)\b/i;

/** A request without a type is none of a form: its origin is never looked at. */
export const sameSite: MiddlewareHandler = async (c, next) => {
  if (
    c.req.method !== 'GET' && // expect: skippable-check
    formType.test(c.req.header('content-type') || '') &&
    !isAllowedOrigin(c.req.header('origin'))
  ) {
    throw new HTTPException(403);
  }
  await next();
};

/** Whoever sends no signature needs none. */
export async function paid(req: Request, res: Response): Promise<void> {
  const signature = req.headers['x-signature'];
  if (signature && !isTrustedSignature(req.body, signature)) { // expect: skippable-check
    res.status(401).end();
    return;
  }
  await orders.markPaid(req.body.orderId);
  res.json({ ok: true });
}

/** Only those are checked who say that they act for somebody. */
export async function remove(req: Request, res: Response): Promise<void> {
  const pin = await pins.find(req.params.id);
  if (req.query.onBehalf) { // expect: skippable-check
    if (!canRemove(req.user, pin)) {
      res.status(403).json({ error: 'forbidden' });
      return;
    }
  }
  await pins.remove(req.params.id);
  res.json({ ok: true });
}
