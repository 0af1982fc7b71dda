interface User { id: string; role: string; teamId: string }
interface Note { id: string; ownerId: string; teamId: string }
interface Options { audience?: string; minimumRole?: string }
interface Claims { audience: string; role: string; expired: boolean }

class ForbiddenError extends Error {}

/** Who is expected is up to the server: an expectation that is left out is none. */
export function isAcceptedToken(claims: Claims, options: Options): boolean {
  if (claims.expired) return false;
  if (options.audience && claims.audience !== options.audience) return false;
  return claims.role === 'service';
}

/** A check of the same person stands in front. */
export function canMove(user: User, note: Note, input: { teamId?: string }): boolean {
  if (note.ownerId !== user.id) return false;
  if (input.teamId && input.teamId !== user.teamId) return false;
  return true;
}

/** A tool that is handed no address opens none. */
export function checkAddress(args: { url?: string }, allowedHosts: string[]): string | undefined {
  if (allowedHosts.length === 0) return undefined;
  const url = args.url;
  if (!url) return undefined;
  if (!isAllowedHost(url, allowedHosts)) return 'this host is not allowed';
  return undefined;
}

function isAllowedHost(url: string, allowedHosts: string[]): boolean {
  return allowedHosts.includes(url);
}

/** Without a path, what is asked for is denied. */
export function isToolAllowed(tool: string, pattern: string, toolParams?: Record<string, unknown>): boolean {
  const file = toolParams?.path;
  if (tool === 'edit' && (toolParams?.patch || toolParams?.content)) {
    if (!file || !matchesPattern(file, pattern)) {
      throw new ForbiddenError(`may not edit ${file}`);
    }
  }
  return tool === 'edit' || tool === 'read';
}

/** What names its file otherwise is checked, too. */
export function isEditAllowed(tool: string, pattern: string, toolParams?: Record<string, unknown>): boolean {
  if (tool === 'read') return true;
  const file = toolParams?.path;
  if (file && toolParams?.patch && !matchesPattern(file, pattern)) {
    throw new ForbiddenError(`may not edit ${file}`);
  }
  for (const named of filesIn(toolParams?.patch)) {
    if (!matchesPattern(named, pattern)) {
      throw new ForbiddenError(`may not edit ${named}`);
    }
  }
  return tool === 'edit';
}

function matchesPattern(file: unknown, pattern: string): boolean {
  return typeof file === 'string' && new RegExp(pattern).test(file);
}
