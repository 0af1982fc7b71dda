// Controllers of NestJS: guards of the class and the method, composed decorators, base classes, notes for a guard of the whole application.
import { Body, Controller, Delete, Get, HttpCode, Param, Post, SetMetadata, UseGuards, applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentUser, JwtGuard, RolesGuard } from './guards';

export const Roles = (...roles: string[]) => SetMetadata('roles', roles);
export const Public = () => SetMetadata('isPublic', true);
export const Staff = (role: string) => applyDecorators(Roles(role), UseGuards(JwtGuard, RolesGuard));

@UseGuards(JwtGuard)
export abstract class BaseController {
  @Get('count')
  count() {
    return 0;
  }
}

// entry: GET /pins/count, behind ThrottleGuard, JwtGuard, RolesGuard
@Controller('pins')
@UseGuards(RolesGuard)
export class PinController extends BaseController {
  // entry: GET /pins, behind ThrottleGuard, JwtGuard, RolesGuard
  @Get()
  @ApiOperation({ summary: 'all' })
  list() {
    return [];
  }

  // entry: DELETE /pins/:id, behind ThrottleGuard, JwtGuard, RolesGuard, Roles('admin', 'owner')
  @Delete(':id')
  @Roles('admin', 'owner')
  remove(@Param('id') id: string, @CurrentUser() user: User) {
    return this.helper(id);
  }

  helper(id: string) {
    return id;
  }
}

@Controller({ path: 'open', version: '1' })
export class OpenController {
  // entry: GET /open/status, behind ThrottleGuard, public Public
  @Get('status')
  @Public()
  status() {
    return 'ok';
  }

  // entry: POST /open/close, behind ThrottleGuard, Staff('admin'), Roles, JwtGuard, RolesGuard
  @Post('close')
  @HttpCode(204)
  @Staff('admin')
  close(@Body() body: unknown) {}
}

// no entry: nobody calls the methods of this class from outside
export class PinService {
  remove() {}
}
