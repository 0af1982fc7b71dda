import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottleGuard } from './guards';
import { OpenController, PinController } from './pins.controller';
import { PinResolver } from './pins.resolver';

@Module({ controllers: [PinController, OpenController], providers: [PinResolver, { provide: APP_GUARD, useClass: ThrottleGuard }] })
export class AppModule {}
