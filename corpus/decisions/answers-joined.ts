// Decisions joined with something else: what a person must confirm, a response or nothing, `true` or a filter.

interface User { id: string; role: string; suspended: boolean }
interface ConfirmationDetails { title: string; command: string }
interface WhereFilter { ownerId: string }
interface Call { command: string; path: string; forced: boolean }

declare const trustedCommands: Set<string>;

// decides: allow when call.forced || trustedCommands.has(call.command)
// decides: ask otherwise
export function shouldConfirmExecute(call: Call): ConfirmationDetails | false {
  if (call.forced) return false;
  return !trustedCommands.has(call.command) && { title: 'Run it?', command: call.command };
}

// decides: ask when call.path.startsWith('/etc')
// decides: allow otherwise
export async function shouldConfirmWrite(call: Call): Promise<ConfirmationDetails | false> {
  return call.path.startsWith('/etc') ? { title: 'Write there?', command: call.command } : false;
}

// decides: deny when user === undefined || user.role === 'guest'
// decides: allow otherwise
export function rejectGuests(user?: User): Response | undefined {
  if (!user) return new Response('unauthorized', { status: 401 });
  if (user.role === 'guest') return new Response('forbidden', { status: 403 });
  return undefined;
}

// decides: deny when user.suspended
// decides: allow otherwise
export async function rejectSuspended(user: User): Promise<Response | null> {
  return user.suspended ? Response.json({ error: 'suspended' }, { status: 403 }) : null;
}

// decides: allow when user.role === 'admin'
// decides: deny when user.role === 'guest'
// decides: delegated otherwise
export function canReadNotes(user: User): boolean | WhereFilter {
  if (user.role === 'admin') return true;
  if (user.role === 'guest') return false;
  return { ownerId: user.id };
}
