// Entries of a table of policies: each says what it is, and is asked nothing.

interface Policy { audience: string; isWithinScope(principal: { fileId?: string }, context: { fileId: string }): boolean }

export const toolPolicy: Policy = {
  audience: 'tools',
  isWithinScope: () => true,
};

export function isFilePermitted(principal: { fileId?: string }, context: { fileId: string }): boolean {
  return principal.fileId === context.fileId;
}
