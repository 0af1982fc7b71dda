export type Verdict = 'allow' | 'deny' | 'ask';

export type Mode = 'plan' | 'default' | 'auto';

export interface ToolCall {
  id: string;
  tool: string;
  command: string;
  path: string;
  input: Record<string, unknown>;
}

export interface Session {
  id: string;
  mode: Mode;
  workspace: string;
  trusted: boolean;
  approvedTools: Set<string>;
  approvedCommands: Set<string>;
}

export type PermissionResult =
  | { behavior: 'allow'; updatedInput: Record<string, unknown> }
  | { behavior: 'deny'; message: string };

export interface HookResult {
  decision: 'deny' | 'ask';
  reason: string;
}
