import { ForbiddenError, forbidden, hasPermission, type User } from './roles';

export interface Doc {
  id: string;
  ownerId: string;
  teamId: string;
  visibility: 'private' | 'team' | 'public';
  locked: boolean;
  collaborators: { userId: string; access: string }[];
}

export interface ShareLink {
  token: string;
  expiresAt: number;
}

declare function grantAccess(user: User, doc: Doc, access: string): void;

export function canRead(user: User, doc: Doc, teamIds: string[]): boolean {
  if (doc.visibility === 'public') return true;
  if (doc.visibility === 'team' && teamIds.includes(doc.teamId)) return true;
  return doc.ownerId === user.id || doc.collaborators.some(other => other.userId === user.id);
}

export function canEdit(user: User, doc: Doc): boolean {
  if (doc.locked) return false;
  if (doc.ownerId === user.id) return true;
  const collaborator = doc.collaborators.find(other => other.userId === user.id);
  if (!collaborator) return false;
  return collaborator.access === 'write';
}

export function canDelete(user: User, doc: Doc): boolean {
  if (doc.locked) return false;
  if (user.role === 'guest' || user.role === 'viewer') return false;
  return true; // expect: default-allow
}

export function assertOwner(user: User, doc: Doc): void {
  if (doc.ownerId !== user.id) {
    throw new ForbiddenError('only the owner may do this');
  }
}

/** Moving a document to another team needs rights on both sides. */
export function assertCanMove(user: User, doc: Doc, targetTeamIds: string[], target: string): void {
  assertOwner(user, doc);
  if (!targetTeamIds.includes(target)) {
    forbidden('not a member of the target team');
  }
}

/** Somebody asked for write access: admins get it at once. */
export function authorizeEditor(user: User, doc: Doc) {
  if (user.role === 'admin') { // expect: missing-denial
    grantAccess(user, doc, 'write');
  } else {
  }
}

export function canExport(user: User, doc: Doc): { allowed: boolean; reason?: string } {
  if (!hasPermission(user, 'documents:export')) {
    return { allowed: false, reason: 'your role may not export documents' };
  }
  if (doc.visibility === 'private' && doc.ownerId !== user.id) {
    return { allowed: false, reason: 'this document is private' };
  }
  return { allowed: true };
}
