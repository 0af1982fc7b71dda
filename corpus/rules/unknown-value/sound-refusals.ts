// Who is refused is said by the name.
interface Context { user?: { status: string } }

export function assertNotBanned(ctx: Context): void {
  if (ctx.user?.status === 'banned') throw new Error('forbidden');
}
