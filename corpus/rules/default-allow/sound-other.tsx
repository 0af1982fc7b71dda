interface Task { attempts: number; state: string }
interface FormState { loading: boolean; dirty: boolean }
interface Entry { expired: boolean; size: number }
interface RolePayload { name: string; permissions: string[] }

// A button that is greyed out protects nothing.
export function isSaveDisabled(state: FormState): boolean {
  if (state.loading) return true;
  return !state.dirty;
}

// What a menu shows is drawing; the server decides.
export function canShowMenu(role: string): boolean {
  if (role === 'guest') return false;
  return true;
}

// Trying again is no permission.
export function canRetry(task: Task): boolean {
  if (task.state === 'cancelled') return false;
  if (task.attempts > 3) return false;
  return true;
}

// A cache entry may be used as long as it is fresh.
export function canReuseEntry(entry: Entry): boolean {
  if (entry.expired) return false;
  return true;
}

// The payload of a role is judged by its shape.
export function isValidRolePayload(payload: RolePayload): boolean {
  if (payload.name === '') return false;
  if (payload.permissions.length > 100) return false;
  return true;
}

// A banner is shown to all but those who closed it.
export function Banner({ role, closed }: { role: string; closed: boolean }): string | null {
  const hidden = closed || role === 'guest';
  if (hidden) return null;
  return 'New here? Read the tour.';
}
