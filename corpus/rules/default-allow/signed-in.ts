// Checks that ask for nothing but a signed-in person: by their bodies, whatever they are called.

interface Person {
  id: string;
}

type Args = { req: { user?: Person | null } };

type Filter = { owner: string };

type Access = (args: Args) => boolean | Filter;

export const readAccess: Access = ({ req }) => Boolean(req.user);

export const listAccess: Access = ({ req: { user } }) => {
  if (user) return true;
  return false;
};

export const editAccess: Access = ({ req: { user } }) => (user ? { owner: user.id } : false);

// Another question beside it, and that one grants nothing: who is there and is not locked may do anything.
export function mayDelete(user: (Person & { locked: boolean }) | null): boolean {
  if (!user) return false;
  if (user.locked) return false;
  return true; // expect: default-allow
}
