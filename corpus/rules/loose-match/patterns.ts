/** Neither end is anchored. */
export function isAllowedOrigin(origin: string): boolean {
  return /https:\/\/example\.com/.test(origin); // expect: loose-match
}

/** The first alternative has no end, the second no beginning. */
export function isTrustedHost(host: string): boolean {
  return /^a\.example\.com|b\.example\.com$/.test(host); // expect: loose-match
}

/** `exampleXcom`: the dot is any character. */
export function isAllowedHost(host: string): boolean {
  return /^www.example.com$/.test(host); // expect: loose-match
}

/** The list holds texts, and they are taken for patterns. */
export function isAllowedPath(url: string, allowedPaths: string[]): boolean {
  return allowedPaths.some(allowed => new RegExp(allowed, 'i').test(url)); // expect: loose-match
}

/** Anchored, but what stands between the anchors is not escaped. */
export function isHostAllowed(host: string, allowedHosts: string[]): boolean {
  return allowedHosts.some(allowed => new RegExp(`^${allowed}$`).test(host)); // expect: loose-match
}

/** Wildcards are translated, and dots are left as they are. */
export function isUrlAllowed(url: string, allowList: { pathname: string }[]): boolean {
  const parsed = new URL(url);
  return allowList.some(item => {
    const source = item.pathname.replace(/\*/g, '.*');
    return new RegExp(`^${source}$`).test(parsed.pathname); // expect: loose-match
  });
}
