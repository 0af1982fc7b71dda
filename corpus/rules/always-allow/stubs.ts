enum Decision { Allow = 'allow', Deny = 'deny', Ask = 'ask' }
type PermissionResult =
  | { behavior: 'allow'; updatedInput: Record<string, unknown> }
  | { behavior: 'deny'; message: string };
interface User { id: string; role: string; permissions: string[] }
interface Project { id: string; ownerId: string; archived: boolean }
interface ToolCall { tool: string; command: string; input: Record<string, unknown> }
interface Session { mode: string; trusted: boolean }

// A stub that was never filled in: everybody may delete every project.
export function canDeleteProject(user: User, project: Project): boolean { // expect: always-allow
  // TODO: ask the permission service
  return true;
}

// Both branches answer the same.
export function canEditProject(user: User, project: Project): boolean { // expect: always-allow
  if (project.ownerId === user.id) {
    return true;
  }
  return true;
}

// Trusted or not, the tool runs.
export async function canUseTool(call: ToolCall, session: Session): Promise<PermissionResult> { // expect: always-allow
  if (session.trusted) {
    return { behavior: 'allow', updatedInput: call.input };
  }
  console.warn('tool used in a session that is not trusted');
  return { behavior: 'allow', updatedInput: call.input };
}

// The mode makes no difference.
export function decideCommand(call: ToolCall, session: Session): 'allow' | 'deny' | 'ask' { // expect: always-allow
  return session.mode === 'auto' ? 'allow' : 'allow';
}

// Each role has its case, and each case says yes.
export function hasProjectAccess(user: User): boolean { // expect: always-allow
  switch (user.role) {
    case 'admin':
      return true;
    case 'member':
      return true;
    default:
      return true;
  }
}

// A predicate that is asked what is blocked and blocks nothing.
export function isCommandBlocked(call: ToolCall): boolean { // expect: always-allow
  if (call.command === 'mkfs') {
    console.warn('mkfs was asked for');
  }
  return false;
}

// The enum has a Deny that no path uses.
export function resolvePermission(call: ToolCall, session: Session): { decision: Decision } { // expect: always-allow
  if (session.trusted) return { decision: Decision.Allow };
  if (call.tool === 'read_file') return { decision: Decision.Allow };
  return { decision: Decision.Allow };
}

// The flag is true from the start and nothing lowers it.
export function canInviteMembers(user: User): boolean { // expect: always-allow
  let allowed = true;
  if (!user.permissions.includes('members:invite')) {
    console.warn('invited without the permission');
  }
  return allowed;
}

// What finally returns wins over the answer of the role.
export function canSignRelease(user: User): boolean { // expect: always-allow
  try {
    return user.role === 'release-manager';
  } finally {
    return true;
  }
}

export class BillingPolicy {
  // The check of this class forgot to look at its argument.
  async isAuthorized(user: User): Promise<boolean> { // expect: always-allow
    return true;
  }
}

// Nothing but its name and who it is handed says what it is for.
export function canArchive(user: User, project: Project): boolean { // expect: always-allow
  return true;
}
