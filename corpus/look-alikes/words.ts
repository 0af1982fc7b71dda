// Names that only look like permission words: cancel, canvas, canonical, candidate, and `can…` of another kind.

interface Task { id: string; state: string; attempts: number; controller: AbortController }
interface ListItem { depth: number; children: ListItem[]; previous?: ListItem }
interface Point { x: number; y: number }

// decides: nothing
export function cancelRequest(task: Task): boolean {
  if (task.state === 'done') return false;
  task.controller.abort();
  return true;
}

// decides: nothing
export function canonicalPath(path: string): string {
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  return `/${parts.join('/')}`;
}

// decides: nothing
export function canvasContains(canvas: { width: number; height: number }, point: Point): boolean {
  if (point.x < 0 || point.y < 0) return false;
  return point.x <= canvas.width && point.y <= canvas.height;
}

// decides: nothing
export function isCandidateRelease(version: string): boolean {
  return /^\d+\.\d+\.\d+-rc\.\d+$/.test(version);
}

// decides: nothing
export function canRetry(task: Task): boolean {
  if (task.state === 'failed') return task.attempts < 5;
  return true;
}

// decides: nothing
export function canIndent(item: ListItem): boolean {
  if (!item.previous) return false;
  return item.depth < item.previous.depth + 1;
}

// decides: nothing
export function hasChildren(item: ListItem): boolean {
  return item.children.length > 0;
}

// decides: nothing
export function canUndo(history: { index: number; entries: string[] }): boolean {
  return history.index > 0;
}

// decides: nothing
export function canParse(source: string): boolean {
  try {
    JSON.parse(source);
    return true;
  } catch {
    return false;
  }
}

// decides: nothing
export function canHandle(event: { type: string }, handlers: Record<string, unknown>): boolean {
  if (event.type === 'unknown') return false;
  return event.type in handlers;
}

// decides: nothing
export function canRefresh(session: Session): boolean {
  return true;
}
