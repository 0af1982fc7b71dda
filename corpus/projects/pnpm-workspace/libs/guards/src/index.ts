export interface Session {
  userId: string | null;
  scopes: string[];
}

export class Forbidden extends Error {}

export function requireScope(session: Session, scope: string): void {
  if (!session.scopes.includes(scope)) throw new Forbidden(scope);
}
