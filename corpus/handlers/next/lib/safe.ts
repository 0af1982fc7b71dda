'use server';
import { z } from 'zod';
import { createSafeActionClient } from 'next-safe-action';

const client = createSafeActionClient();
const authed = client.use(async ({ next }) => next({ ctx: { user: 1 } })).use(requireTeam('owner'));
declare function requireTeam(role: string): (options: { next: Function }) => unknown;

// entry: action openPin, behind client
export const openPin = client.inputSchema(z.string()).action(async ({ parsedInput }) => parsedInput);
// entry: action archivePin, behind client, authed, inline, requireTeam('owner')
export const archivePin = authed.schema(z.string()).action(async ({ parsedInput, ctx }) => parsedInput);
