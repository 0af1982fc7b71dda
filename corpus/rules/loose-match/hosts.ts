import { BadRequestException, Controller, Get, Query } from '@nestjs/common';
import { tokensFor } from './tokens';

/** `evilexample.com` ends so, too. */
export function isTrustedHost(host: string): boolean {
  return host.endsWith('example.com'); // expect: loose-match
}

/** `https://example.com.evil.example` begins so. */
export function isAllowedOrigin(origin: string): boolean {
  return origin.startsWith('https://example.com'); // expect: loose-match
}

/** `https://evil.example/?example.com`. */
export function isAllowedUrl(url: string): boolean {
  return url.includes('example.com'); // expect: loose-match
}

/** The same test as a position. */
export function isUrlTrusted(url: string): boolean {
  return url.indexOf('example.com') !== -1; // expect: loose-match
}

/** One of several, each without its dot. */
export function isDomainAllowed(url: string, allowedDomains: string[]): boolean {
  const { hostname } = new URL(url);
  return allowedDomains.some(domain => hostname.endsWith(domain)); // expect: loose-match
}

/** A list in one text: `https://a.example.co` is part of it. */
export function isOriginAllowed(origin: string): boolean {
  return process.env.ALLOWED_ORIGINS!.includes(origin); // expect: loose-match
}

/** `me@notexample.com`. */
export function isMemberAllowed(email: string): boolean {
  return email.endsWith('example.com'); // expect: loose-match
}

/** Whoever is sent there gets the tokens; `localhost.evil.example` begins so. */
@Controller('desktop')
export class DesktopController {
  @Get('callback')
  async callback(@Query('redirect_uri') redirectUri: string) {
    if (!redirectUri || !redirectUri.startsWith('http://localhost')) { // expect: loose-match
      throw new BadRequestException('not a callback');
    }
    return await tokensFor(redirectUri);
  }
}
