const HOSTS = new Set(['a.example.com', 'b.example.com']);
const ORIGINS = ['https://a.example.com', 'https://b.example.com'];

/** The dot is part of the end. */
export function isTrustedHost(host: string): boolean {
  return host === 'example.com' || host.endsWith('.example.com');
}

/** Membership in a set is exact. */
export function isAllowedHost(host: string): boolean {
  return HOSTS.has(host.toLowerCase());
}

/** Membership in a list is exact. */
export function isAllowedOrigin(origin: string): boolean {
  return ORIGINS.includes(origin);
}

/** A list of texts, by its type. */
export function isOriginAllowed(origin: string, allowedOrigins: string[]): boolean {
  return allowedOrigins.includes('*') || allowedOrigins.includes(origin);
}

/** What is split is a list. */
export function isAllowedByEnvironment(origin: string): boolean {
  return (process.env.ALLOWED_ORIGINS ?? '').split(',').includes(origin);
}

/** Nobody says what kind of thing the list is. */
export function isAllowedSomewhere(origin: string, config: { allowed: any }): boolean {
  return config.allowed.includes(origin);
}

/** The scheme is all that is asked of the beginning; the host is compared. */
export function isAllowedUrl(url: string): boolean {
  if (!url.startsWith('https://') || !URL.canParse(url)) return false;
  return new URL(url).hostname === 'example.com';
}

/** The slash ends the host. */
export function isAllowedCallback(url: string): boolean {
  return url.startsWith('https://example.com/');
}

/** A network of whole bytes. */
export function isTrustedIp(ip: string): boolean {
  return ip === '127.0.0.1' || ip.startsWith('10.') || ip.startsWith('192.168.');
}

/** The dot stands in the template. */
export function isAllowedDomain(host: string, domains: string[]): boolean {
  return domains.some(domain => host === domain || host.endsWith(`.${domain}`));
}

/** The entry says by its first character that it means what lies below. */
export function isDomainAllowed(host: string, allowedDomains: string[]): boolean {
  return allowedDomains.some(domain => (domain.startsWith('.') ? host.endsWith(domain) : host === domain));
}

/** The sign in front belongs to an address. */
export function isMemberAllowed(email: string): boolean {
  return email.endsWith('@example.com');
}

/** Local addresses of the page are told by their first character. */
export function isSafeRedirect(url: string): boolean {
  return url.startsWith('/') && !url.startsWith('//');
}

/** The port is what follows. */
export function isAllowedLoopback(origin: string): boolean {
  return origin === 'http://localhost' || origin.startsWith('http://localhost:');
}

/** The server's own address, compared with nothing that somebody sends. */
export function canUseInsecureCookie(config: { publicUrl: string }): boolean {
  return config.publicUrl.startsWith('http://');
}

/** Ends that are called so are meant to be ends: whoever lists them writes the dot. */
export function isAllowListed(host: string, allowList: { suffixes: string[] }): boolean {
  return allowList.suffixes.some(suffix => host.endsWith(suffix));
}

/** What speaks another language is no address of a host. */
export async function migrate(dbUrl: string, connect: (url: string) => Promise<void>): Promise<void> {
  if (!dbUrl.startsWith('postgresql')) {
    throw new Error('only one kind of database is supported');
  }
  await connect(dbUrl);
}
