import { requireScope, type Session } from 'guards';

export function send(session: Session, to: string) {
  requireScope(session, 'mail:send'); // calls: libs/guards/src/index.ts#requireScope dropped
  deliver(to);
}
