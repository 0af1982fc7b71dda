import type { Visitor } from '@shelf/session';

declare const loans: { holder(bookId: string): Promise<string | undefined> };

export async function mayReturn(visitor: Visitor, bookId: string): Promise<boolean> {
  return visitor.isLibrarian || (await loans.holder(bookId)) === visitor.id;
}

export interface Access {
  mayReturn(visitor: Visitor, bookId: string): Promise<boolean>;
  requireLibrarian(visitor: Visitor): Promise<void>;
}

export class LoanAccess implements Access {
  async mayReturn(visitor: Visitor, bookId: string) {
    return mayReturn(visitor, bookId);
  }

  async requireLibrarian(visitor: Visitor) {
    if (!visitor.isLibrarian) throw new Error('permission denied');
  }
}
