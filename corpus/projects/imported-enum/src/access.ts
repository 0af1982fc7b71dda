import { Role, STAFF } from './role';

export interface Viewer {
  role: Role;
}

// decides: allow when viewer.role !== 'guest'
// decides: deny otherwise
export function canComment(viewer: Viewer): boolean {
  return STAFF.includes(viewer.role);
}

export function canDelete(viewer: Viewer): boolean {
  switch (viewer.role) {
    case Role.Guest:
      return false;
    case Role.Member:
      return false;
    default:
      return true;
  }
}
