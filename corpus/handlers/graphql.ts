// Maps of resolvers, with wrappers around some of them, and fields of other types.
import { makeExecutableSchema } from '@graphql-tools/schema';

type Context = { user?: { role: string } };

const authenticated = (next: Function) => (parent: unknown, args: unknown, context: Context) => {
  if (!context.user) throw new Error('who are you');
  return next(parent, args, context);
};
const isAdmin = (parent: unknown, args: unknown, context: Context) => context.user?.role === 'admin';
const deletePin = (parent: unknown, args: { id: string }, context: Context) => args.id;

const mutations = {
  // entry: mutation deletePin, behind authenticated
  deletePin: authenticated(deletePin),
  // entry: mutation movePin, behind combineResolvers, isAdmin
  movePin: combineResolvers(isAdmin, deletePin),
};
declare function combineResolvers(...all: Function[]): Function;

export const resolvers = {
  Query: {
    // entry: query pins
    pins: () => [],
    // entry: query pin
    async pin(parent: unknown, args: { id: string }, context: Context) {
      return args.id;
    },
  },
  Mutation: { ...mutations },
  Subscription: {
    // entry: subscription pinAdded
    pinAdded: { subscribe: () => [] },
  },
  Pin: {
    // entry: field Pin.author
    author: (pin: { author: string }) => pin.author,
  },
};

export const schema = makeExecutableSchema({ typeDefs: '', resolvers });

// no entry: a map of something else
export const sizes = { Pin: { small: () => 1 }, Tag: { large: () => 2 } };
