export function canBook(user: { role: string }): boolean {
  switch (user.role) {
    case 'visitor':
      return false;
    default:
      return true; // expect: default-allow
  }
}
