import { protectedProcedure } from './base';

const limit = (amount: number) => protectedProcedure.use(({ next }) => next());

// entry: mutation pins.remove, behind protectedProcedure, isAuthed
export const removePin = protectedProcedure.input((value: unknown) => String(value)).mutation(({ input }) => input);
