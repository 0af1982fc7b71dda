import path from 'node:path';

/** The resolved root gets its separator when it is declared. */
const UPLOADS = path.resolve('uploads') + path.sep;

export function assertUploadPath(file: string): void {
  const target = path.resolve(UPLOADS, file);
  if (!target.startsWith(UPLOADS)) throw new Error('access denied: outside of the uploads');
}
