const NAME = /^[a-z0-9-]+$/;

function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Anchored, and the dots are dots. */
export function isAllowedOrigin(origin: string): boolean {
  return /^https:\/\/([a-z0-9-]+\.)?example\.com$/.test(origin);
}

/** Every alternative stands between the anchors. */
export function isTrustedHost(host: string): boolean {
  return /^(a|b)\.example\.com$/.test(host);
}

/** The end of a segment. */
export function canOpenPath(path: string): boolean {
  return /^\/public(\/|$)/.test(path);
}

/** The part is escaped by what it goes through, and the pattern is anchored. */
export function isAllowedPath(path: string, allowedPaths: string[]): boolean {
  return allowedPaths.some(allowed => new RegExp('^' + escapeText(allowed) + '$').test(path));
}

/** A wildcard in an escaped pattern. */
export function isAllowedHost(host: string, allowedHosts: string[]): boolean {
  return allowedHosts.some(allowed => {
    const source = escapeText(allowed).replace(/\\\*/g, '[^.]*');
    return new RegExp(`^${source}$`).test(host);
  });
}

/** Whoever configures it writes a pattern, and is called so. */
export function isPathAllowed(path: string, allowedPattern: RegExp): boolean {
  return allowedPattern.test(path);
}

/** The form of a name is no name. */
export function isValidRole(role: string): boolean {
  return NAME.test(role);
}

/** Escaped before the wildcard is put back, dot by dot. */
export function isDomainTrusted(host: string, trustedDomain: string): boolean {
  const source = trustedDomain.replace(/\./g, '\\.').replace(/\*/g, '.*');
  return new RegExp(`^${source}$`).test(host);
}
