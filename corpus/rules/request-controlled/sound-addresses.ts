// Addresses from headers that nobody is let in by.
import { isIP } from 'node:net';
import type { Request } from 'express';

declare function normalizeIp(ip: string): string;
declare function isLocalIp(ip: string): boolean;
declare const regions: { lookup(ip: string): string };

// A key to count by.
export function clientKey(request: Request): string {
  const header = request.headers['x-real-ip'];
  const ip = typeof header === 'string' ? header.trim() : '';
  return isIP(ip) ? `client:${ip}` : 'client:unknown';
}

// Where somebody may be.
export function regionOf(request: Request): string {
  const ip = normalizeIp(String(request.headers['x-forwarded-for']));
  return isLocalIp(ip) ? 'local' : regions.lookup(ip);
}
