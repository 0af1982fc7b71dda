type Role = 'admin' | 'editor' | 'viewer';
interface User { id: string; role: Role; suspended: boolean }
interface Doc { ownerId: string; locked: boolean }
interface ToolCall { tool: string; path: string }
interface Session { mode: 'plan' | 'auto' }

class ForbiddenError extends Error {}

// Every branch refuses.
export function canExport(user: User): boolean { // expect: unreachable-allow
  if (user.suspended) return false;
  if (user.role === 'viewer') return false;
  return false;
}

// The flag is never raised.
export function canArchive(user: User, doc: Doc): boolean { // expect: unreachable-allow
  let allowed = false;
  if (doc.ownerId === user.id) {
    console.info('archive asked for by the owner');
  }
  return allowed;
}

// The first test refuses everybody but admins, the second one admins.
export function canImpersonate(user: User): boolean { // expect: unreachable-allow
  if (user.role !== 'admin') return false;
  if (user.role === 'admin') return false;
  return true;
}

// Both modes refuse.
export function decideWrite(call: ToolCall, session: Session): 'allow' | 'deny' { // expect: unreachable-allow
  switch (session.mode) {
    case 'plan':
      return 'deny';
    case 'auto':
      return call.path === '/workspace' ? 'deny' : 'deny';
  }
}

// Locked and unlocked documents are refused alike.
export function checkTransferAccess(user: User, doc: Doc): { allowed: boolean; reason: string } { // expect: unreachable-allow
  if (doc.locked) {
    return { allowed: false, reason: 'locked' };
  }
  return { allowed: false, reason: user.suspended ? 'suspended' : 'not the owner' };
}

// What finally returns refuses whatever was decided.
export function canUnlock(user: User): boolean { // expect: unreachable-allow
  try {
    return user.role === 'admin';
  } finally {
    return false;
  }
}

// The role can't be two things, so the last line is out of reach.
export function canRestore(user: User): boolean { // expect: unreachable-allow
  if (user.role !== 'editor') return false;
  if (user.suspended) return false;
  return user.role === 'admin';
}

// A predicate of what is blocked that blocks everything.
export function isToolBlocked(call: ToolCall): boolean { // expect: unreachable-allow
  if (call.tool === 'shell') return true;
  if (call.path === '/etc/shadow') return true;
  return true;
}
