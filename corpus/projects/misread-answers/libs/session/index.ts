export interface Visitor {
  id: string;
  isLibrarian: boolean;
}

export interface Visit {
  user: Visitor | null;
  startedAt: number;
}

declare const visits: { byToken(token: string | null): Promise<Visitor | null> };

export async function visitOf(headers: Headers): Promise<Visit> {
  const user = await visits.byToken(headers.get('authorization'));
  return { user, startedAt: 0 };
}
