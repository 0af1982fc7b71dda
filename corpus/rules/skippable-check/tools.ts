interface Mode { name: string; edits: boolean; filePattern?: string }

class FileForbiddenError extends Error {}

/** A tool that names its file otherwise has no `path`, and edits what it likes. */
export function isToolAllowed(tool: string, mode: Mode | undefined, toolParams?: Record<string, unknown>): boolean {
  if (!mode) return false;
  if (!mode.edits && tool === 'edit') return false;
  if (tool === 'edit' && mode.filePattern) {
    const file = toolParams?.path;
    if (file && (toolParams?.patch || toolParams?.content) && !matchesPattern(file, mode.filePattern)) { // expect: skippable-check
      throw new FileForbiddenError(`${mode.name} may not edit ${file}`);
    }
  }
  return true;
}

function matchesPattern(file: unknown, pattern: string): boolean {
  return typeof file === 'string' && new RegExp(pattern).test(file);
}
