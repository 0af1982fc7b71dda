interface User {
  role: string;
  id: string;
}

const shared = {
  canList: (user: User): boolean => user.role !== '' && user.role === 'member',
};

export const guards = {
  ...shared,
  canCreate(user: User): boolean {
    return user.role === 'author';
  },
  canDelete: (user: User, page: { authorId: string }): boolean => page.authorId === user.id,
  nested: {
    canPurge: (user: User): boolean => {
      if (user.role === 'guest') return false;
      return true; // expect: default-allow
    },
  },
};
