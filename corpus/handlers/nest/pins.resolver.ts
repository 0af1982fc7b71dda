import { Args, Mutation, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { UseGuards } from '@nestjs/common';
import { JwtGuard } from './guards';
import { RequiresTeamRole } from './team';

@Resolver(() => Pin)
export class PinResolver {
  // entry: query pins, behind ThrottleGuard, JwtGuard
  @Query(() => [Pin], { name: 'pins' })
  @UseGuards(JwtGuard)
  all() {
    return [];
  }

  // entry: mutation deletePin, behind ThrottleGuard, JwtGuard, RequiresTeamRole('OWNER')
  @Mutation(() => Boolean)
  @UseGuards(JwtGuard)
  @RequiresTeamRole('OWNER')
  deletePin(@Args('id') id: string) {
    return true;
  }

  // entry: field author, behind ThrottleGuard
  @ResolveField()
  author() {
    return null;
  }

  // entry: subscription pinAdded, behind ThrottleGuard, JwtGuard
  @Subscription(() => Pin)
  @UseGuards(new JwtGuard())
  pinAdded() {}
}

class Pin {}
