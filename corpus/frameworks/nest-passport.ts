// NestJS with Passport: whatever the answer to a strategy gives back lets through; only an error refuses.

import { ForbiddenException } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';

interface User { role: string }

export class TokenGuard extends AuthGuard('jwt') {
  // decides: deny when error || !user
  // decides: allow otherwise
  handleRequest(error: Error | null, user: User | false) {
    if (error || !user) throw new ForbiddenException();
    return user;
  }
}
