// Network code that meets 401 and 403, retries, caches and HTTP handlers without deciding anything about permission.

interface HttpError { status: number; headers: Record<string, string> }
interface CacheEntry { value: string; storedAt: number; stale: boolean }
interface Reply { status(code: number): Reply; json(body: unknown): void }
interface Item { id: string; title: string }

declare function loadItem(id: string): Promise<Item | null>;
declare function refreshToken(): Promise<string>;

// decides: nothing
export function shouldRetryWithHeaders(error: HttpError): boolean {
  if (error.status === 401 || error.status === 403) {
    return false;
  }
  return 'retry-after' in error.headers;
}

// decides: nothing
export function isRetryable(status: number): boolean {
  if (status === 429) return true;
  if (status >= 400 && status < 500) return false;
  return true;
}

// decides: nothing
export function canUseCache(entry: CacheEntry | undefined, now: number): boolean {
  if (!entry) return false;
  if (entry.stale) return false;
  return now - entry.storedAt < 60_000;
}

// decides: nothing
export async function handleGetItem(id: string, reply: Reply): Promise<void> {
  const item = await loadItem(id);
  if (!item) {
    reply.status(404).json({ error: 'not found' });
    return;
  }
  reply.status(200).json(item);
}

// decides: nothing
export async function withFreshToken<T>(call: (token: string) => Promise<T>, token: string): Promise<T> {
  try {
    return await call(token);
  } catch (error) {
    if ((error as HttpError).status !== 401) throw error;
    return call(await refreshToken());
  }
}

// decides: nothing
export function describeStatus(status: number): string {
  switch (status) {
    case 401:
      return 'sign in again';
    case 403:
      return 'ask an administrator for access';
    default:
      return 'try again later';
  }
}

// decides: nothing
export function hasNextPage(cursor: string | null, total: number, seen: number): boolean {
  if (cursor === null) return false;
  return seen < total;
}

// decides: nothing
export function shouldBackOff(failures: number): boolean {
  if (failures === 0) return false;
  return failures % 3 === 0;
}
