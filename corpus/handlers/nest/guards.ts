import { type CanActivate, type ExecutionContext, createParamDecorator } from '@nestjs/common';

export class JwtGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return !!context.switchToHttp().getRequest().user;
  }
}
export class RolesGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return !!context.switchToHttp().getRequest().user.role;
  }
}
export class ThrottleGuard implements CanActivate {
  canActivate() {
    return true;
  }
}
export const CurrentUser = createParamDecorator((data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest().user);
