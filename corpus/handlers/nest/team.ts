import { Reflector } from '@nestjs/core';

export const RequiresTeamRole = Reflector.createDecorator<string>();
