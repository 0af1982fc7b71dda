// Functions that call on and decide nothing: they log, load, and translate errors. And methods of lists that are called like the makers of options.

interface Context { path: string; status: number; body: unknown; profile?: { locale: string } }
type Next = () => Promise<void>;

declare function readProfile(path: string): Promise<{ locale: string }>;
declare function trySafe<T>(promise: Promise<T>): Promise<T | undefined>;

// decides: nothing
export function profileLoader() {
  // decides: nothing
  return async (ctx: Context, next: Next) => {
    ctx.profile = await trySafe(readProfile(ctx.path));
    if (!ctx.profile) ctx.profile = { locale: 'en' };
    await next();
  };
}

// decides: nothing
export function roleErrorHandler() {
  // decides: nothing
  return async (ctx: Context, next: Next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof TypeError) throw new Error('this role is not allowed to be empty');
      throw error;
    }
  };
}

// decides: nothing
export function includesLabel(labels: { name: string }[]) {
  return labels.some(label => label.name === 'admin-guide');
}

// decides: nothing
export function getInvalidSourceCode(source: string): string | undefined {
  if (!source) return 'empty';
  if (source.includes(';')) return 'semicolon-not-allowed';
  return undefined;
}
