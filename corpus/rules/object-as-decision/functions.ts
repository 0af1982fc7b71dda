// Functions, positions and lists that are tested as truths.

class ForbiddenError extends Error {}

interface Doc { id: string; ownerId: string }

export class Member {
  constructor(readonly id: string, readonly roles: string[]) {}

  isAdmin(): boolean {
    return this.roles.includes('admin');
  }

  ownsDoc(doc: Doc): boolean {
    return doc.ownerId === this.id;
  }
}

function canPublish(member: Member): boolean {
  return member.roles.includes('publisher');
}

// The method is there for everybody.
export function purge(member: Member, run: () => void) {
  if (!member.isAdmin) { // expect: object-as-decision
    throw new ForbiddenError('admins only');
  }
  run();
}

// Neither is the function called.
export function publish(member: Member, doc: Doc, run: (doc: Doc) => void) {
  if (canPublish) { // expect: object-as-decision
    run(doc);
  }
}

// Nowhere is -1, which is true; the first place is 0, which is not.
export function canModerate(member: Member): boolean {
  if (member.roles.indexOf('moderator')) { // expect: object-as-decision
    return true;
  }
  return false;
}

// The first role is refused, and who has none of them gets in.
export function requireEditor(roles: string[]): void {
  if (!roles.indexOf('editor')) { // expect: object-as-decision
    throw new ForbiddenError('editors only');
  }
}

// An empty list is true.
export function requireStaff(roles: string[]): void {
  if (!roles.filter((role) => role === 'staff')) { // expect: object-as-decision
    throw new ForbiddenError('staff only');
  }
}
