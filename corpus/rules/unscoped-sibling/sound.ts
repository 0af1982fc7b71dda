// Handlers of classes where the one without who asks has a reason.
import { Body, Controller, Delete, Get, Param, Patch, Post, UseGuards } from '@nestjs/common';
import { CurrentUser } from './current-user';
import { JwtGuard, TeamMemberGuard } from './guards';
import { PinService } from './pins';
import { prisma } from './client';

// The one without has a guard that the others do not have.
@Controller('boards')
@UseGuards(JwtGuard)
export class BoardController {
  @Post()
  create(@CurrentUser() user: { id: string }, @Body() body: { title: string }) {
    return prisma.board.create({ data: { title: body.title, ownerId: user.id } });
  }

  @Get()
  list(@CurrentUser() user: { id: string }) {
    return prisma.board.findMany({ where: { ownerId: user.id } });
  }

  @Get(':id')
  show(@CurrentUser() user: { id: string }, @Param('id') id: string) {
    return prisma.board.findFirst({ where: { id, ownerId: user.id } });
  }

  @Delete(':id')
  @UseGuards(TeamMemberGuard)
  remove(@Param('id') id: string) {
    return prisma.board.delete({ where: { id } });
  }
}

// The one without is meant for whoever has the link, and has no guard; another says so by its name.
@Controller('cards')
export class CardController {
  @Patch(':id')
  @UseGuards(JwtGuard)
  rename(@CurrentUser() user: { id: string }, @Param('id') id: string, @Body() body: { title: string }) {
    return prisma.card.updateMany({ where: { id, ownerId: user.id }, data: { title: body.title } });
  }

  @Get()
  @UseGuards(JwtGuard)
  list(@CurrentUser() user: { id: string }) {
    return prisma.card.findMany({ where: { ownerId: user.id } });
  }

  @Get(':id/edit')
  @UseGuards(JwtGuard)
  edit(@CurrentUser() user: { id: string }, @Param('id') id: string) {
    return prisma.card.findFirst({ where: { id, ownerId: user.id } });
  }

  @Delete(':id')
  @UseGuards(JwtGuard)
  remove(@CurrentUser() user: { id: string }, @Param('id') id: string) {
    return prisma.card.deleteMany({ where: { id, ownerId: user.id } });
  }

  @Get(':id/public')
  @UseGuards(JwtGuard)
  showPublic(@Param('id') id: string) {
    return prisma.card.findUnique({ where: { id } });
  }
}

// Rows that belong to nobody: a catalogue.
@Controller('shop')
@UseGuards(JwtGuard)
export class ShopController {
  @Post('cart')
  add(@CurrentUser() user: { id: string }, @Body() body: { articleId: string }) {
    return prisma.cartItem.create({ data: { articleId: body.articleId, userId: user.id } });
  }

  @Get('cart')
  cart(@CurrentUser() user: { id: string }) {
    return prisma.cartItem.findMany({ where: { userId: user.id } });
  }

  @Delete('cart/:id')
  drop(@CurrentUser() user: { id: string }, @Param('id') id: string) {
    return prisma.cartItem.deleteMany({ where: { id, userId: user.id } });
  }

  @Get('articles/:id')
  article(@Param('id') id: string) {
    return prisma.article.findUnique({ where: { id } });
  }
}

// Half of them take who asks: no rule.
@Controller('notes')
@UseGuards(JwtGuard)
export class NoteController {
  @Post()
  create(@CurrentUser() user: { id: string }, @Body() body: { text: string }) {
    return prisma.note.create({ data: { text: body.text, ownerId: user.id } });
  }

  @Get(':id')
  show(@CurrentUser() user: { id: string }, @Param('id') id: string) {
    return prisma.note.findFirst({ where: { id, ownerId: user.id } });
  }

  @Get('shared/:id')
  shared(@Param('id') id: string) {
    return prisma.note.findFirst({ where: { id, shared: true } });
  }

  @Get('public/:id')
  open(@Param('id') id: string) {
    return prisma.note.findFirst({ where: { id, isPublic: true } });
  }
}

// Something that is not known is asked with what selects.
@Controller('tags')
@UseGuards(JwtGuard)
export class TagController {
  constructor(private readonly rights: { ensure(id: string): Promise<void> }) {}

  @Post()
  create(@CurrentUser() user: { id: string }, @Body() body: { text: string }) {
    return prisma.tag.create({ data: { text: body.text, ownerId: user.id } });
  }

  @Get()
  list(@CurrentUser() user: { id: string }) {
    return prisma.tag.findMany({ where: { ownerId: user.id } });
  }

  @Get(':id')
  show(@CurrentUser() user: { id: string }, @Param('id') id: string) {
    return prisma.tag.findFirst({ where: { id, ownerId: user.id } });
  }

  @Delete(':id')
  async remove(@Param('id') id: string) {
    await this.rights.ensure(id);
    return prisma.tag.delete({ where: { id } });
  }
}

// It does not know who asks, as nobody is signed in there.
@Controller('doors')
export class DoorController {
  @Get(':id')
  show(@CurrentUser() user: { id: string }, @Param('id') id: string) {
    return prisma.door.findFirst({ where: { id, ownerId: user.id } });
  }

  @Patch(':id')
  paint(@CurrentUser() user: { id: string }, @Param('id') id: string, @Body() body: { colour: string }) {
    return prisma.door.updateMany({ where: { id, ownerId: user.id }, data: { colour: body.colour } });
  }

  @Delete(':id')
  remove(@CurrentUser() user: { id: string }, @Param('id') id: string) {
    return prisma.door.deleteMany({ where: { id, ownerId: user.id } });
  }

  @Get(':slug/where')
  find(@Param('slug') slug: string) {
    return prisma.door.findUnique({ where: { slug }, select: { id: true } });
  }
}

// No handler at all.
export function removeAll(ids: string[]) {
  return prisma.tag.deleteMany({ where: { id: { in: ids } } });
}
