// Resolvers of TypeGraphQL, and controllers of routing-controllers.
import { Arg, Authorized, FieldResolver, Mutation, Query, Resolver, UseMiddleware } from 'type-graphql';
import { Authorized as Allowed, Delete, Get, JsonController, Param } from 'routing-controllers';

const requireUser = async ({ context }: { context: { user?: string } }, next: () => Promise<unknown>) => {
  if (!context.user) throw new Error('who are you');
  return next();
};

@Resolver()
export class PinResolver {
  // entry: query pins
  @Query(() => [String])
  pins() {
    return [];
  }

  // entry: mutation deletePin, behind Authorized('admin')
  @Mutation(() => Boolean)
  @Authorized('admin')
  deletePin(@Arg('id') id: string) {
    return id;
  }

  // entry: mutation openPin, behind requireUser
  @Mutation(() => Boolean)
  @UseMiddleware(requireUser)
  openPin() {
    return true;
  }

  // entry: field author
  @FieldResolver()
  author() {
    return '';
  }
}

@JsonController('/pins')
export class PinController {
  // entry: GET /pins
  @Get('/')
  list() {
    return [];
  }

  // entry: DELETE /pins/:id, behind Allowed
  @Delete('/:id')
  @Allowed()
  remove(@Param('id') id: string) {
    return id;
  }
}
