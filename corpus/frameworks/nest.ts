// NestJS: nothing is a denial, and any object allows.

import type { CanActivate, ExecutionContext, NestMiddleware } from '@nestjs/common';

interface User { role: string }
interface Request { user?: User }

declare const requests: { of(context: ExecutionContext): Request };
declare const hosts: Set<string>;

export class EditorGuard implements CanActivate {
  // decides: allow when requests.of(context).user?.role === 'editor'
  // decides: deny otherwise
  // default: deny
  canActivate(context: ExecutionContext) {
    if (requests.of(context).user?.role === 'editor') return true;
  }
}

export class HostMiddleware implements NestMiddleware {
  // decides: deny when !hosts.has(req.hostname)
  // decides: allow otherwise
  use(req, res, next) {
    if (!hosts.has(req.hostname)) {
      res.sendStatus(403);
      return;
    }
    next();
  }
}
