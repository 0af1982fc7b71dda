// Checks beside which something looks alike that is none: the other half of these is in `look-alikes/`.

import { type Request, type Response as Reply, type NextFunction } from 'express';

interface Baker { id: string; isMaster: boolean }
type ShopRequest = Request & { baker?: Baker };

const TRUSTED_HOSTS = ['flour.example'];

// Who is not let on waits: it refuses by not calling on.
// default: deny
export function ovenAccess(req: ShopRequest, res: Reply, next: NextFunction): void {
  if (req.baker?.isMaster) next();
}

// To block is what it asks.
// default: allow
export function shouldBlockOrder(order: { customer: string }, blockedCustomers: string[]): boolean {
  return blockedCustomers.includes(order.customer);
}

// Most of its errors are of another kind; what it tests is whether a place is blocked.
// default: deny
export function validateOrderUrl(text: string): URL {
  const url = parsed(text);
  if (!url) throw new Error('this is no address');
  if (!TRUSTED_HOSTS.includes(url.hostname)) throw new Error('this host is not allowed');
  if (url.port === '0') throw new Error('this is no port');
  return url;
}

// What makes the answer says that it refuses.
// default: deny
export async function checkRecipeAccess(baker: Baker, recipe: { bakerId: string }): Promise<Response | null> {
  if (recipe.bakerId !== baker.id) return authErrorResponse('another baker');
  return null;
}

// Whether a request comes from whom it says, in a field.
// default: deny
export function verifyDeliverySignature(body: string, signature: string): { verified: boolean } {
  return { verified: signatureOf(body) === signature };
}

// Many words of other matters, and yet somebody is looked at who may.
// default: deny
export function canStreamRecipe(viewer: Baker, permissions: { permission: string }[]): boolean {
  return viewer.isMaster && permissions.some(own => own.permission === 'stream');
}

// Who has the role may.
// default: deny
export function isAdminRole(role: string): boolean {
  return role === 'admin';
}

export class OvenController {
  // The guard of a controller, and no handler.
  // default: deny
  private assertMaster(baker: Baker): void {
    if (!baker.isMaster) throw new ForbiddenError('masters only');
  }
}

class ForbiddenError extends Error {}
function authErrorResponse(text: string): Response {
  return new Response(text, { status: 403 });
}
declare function parsed(text: string): URL | undefined;
declare function signatureOf(body: string): string;
