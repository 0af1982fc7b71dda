// Handlers of classes, most of which take who asks.
import { Body, Controller, Delete, Get, Param, Patch, Post, UseGuards } from '@nestjs/common';
import { CurrentUser } from './current-user';
import { JwtGuard, TeamMemberGuard } from './guards';
import { PinService } from './pins';
import { prisma } from './client';

@Controller('pins')
@UseGuards(JwtGuard)
export class PinController {
  @Post()
  create(@CurrentUser() user: { id: string }, @Body() body: { title: string }) {
    return prisma.pin.create({ data: { title: body.title, ownerId: user.id } });
  }

  @Get()
  list(@CurrentUser() user: { id: string }) {
    return prisma.pin.findMany({ where: { ownerId: user.id } });
  }

  @Get(':id')
  show(@CurrentUser() user: { id: string }, @Param('id') id: string) {
    return prisma.pin.findFirst({ where: { id, ownerId: user.id } });
  }

  @Patch(':id')
  rename(@Param('id') id: string, @Body() body: { title: string }) {
    return prisma.pin.update({ where: { id }, data: { title: body.title } }); // expect: unscoped-sibling
  }
}
