// Access functions of lists.
import { list } from '@keystone-6/core';

const isUser = ({ session }: { session?: { id: string } }) => !!session;

export const lists = {
  Pin: list({
    access: {
      operation: {
        // entry: access Pin.query
        query: () => true,
        // entry: access Pin.delete
        delete: isUser,
      },
      filter: {
        // entry: access Pin.update
        update: ({ session }) => ({ author: { id: { equals: session?.id } } }),
      },
    },
    fields: {},
  }),
};
