// Resolvers behind a tree of rules.
import { allow, and, or, rule, shield } from 'graphql-shield';
import { makeExecutableSchema } from '@graphql-tools/schema';

const isUser = rule()(async (parent, args, ctx) => !!ctx.user);
const isOwner = rule()(async (parent, args, ctx) => ctx.user.id === args.owner);

export const resolvers = {
  Query: {
    // entry: query status, behind public allow
    status: () => 'ok',
    // entry: query pins, behind isUser
    pins: () => [],
  },
  Mutation: {
    // entry: mutation deletePin, behind isUser, isOwner
    deletePin: () => true,
    // entry: mutation movePin, behind or(isUser, isOwner)
    movePin: () => true,
    // entry: mutation openPin
    openPin: () => true,
  },
  Pin: {
    // entry: field Pin.secret, behind isOwner
    secret: () => 1,
  },
};

export const permissions = shield({
  Query: { status: allow, '*': isUser },
  Mutation: { deletePin: and(isUser, isOwner), movePin: or(isUser, isOwner) },
  Pin: isOwner,
});
export const schema = makeExecutableSchema({ typeDefs: '', resolvers });
