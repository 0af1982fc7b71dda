import type { Session, ToolCall } from './types';

export class NotTrustedError extends Error {}

export interface TrustStore {
  folders: Map<string, string>;
}

/** A folder is trusted once its owner said so. */
export function isFolderTrusted(store: TrustStore, folder: string): boolean {
  return store.folders.get(folder) === 'trusted';
}

/** Project settings may start programs, so they are read in trusted folders only. */
export function canLoadProjectSettings(store: TrustStore, session: Session): boolean {
  if (session.mode === 'plan') return false;
  if (!isFolderTrusted(store, session.workspace)) return false;
  return true;
}

export function assertTrusted(store: TrustStore, session: Session): void {
  if (!isFolderTrusted(store, session.workspace)) {
    throw new NotTrustedError(`${session.workspace} is not trusted`);
  }
}

/** Remembers a tool for the rest of the session. */
export function approveForSession(store: TrustStore, session: Session, call: ToolCall): void {
  assertTrusted(store, session);
  session.approvedTools.add(call.tool);
}
