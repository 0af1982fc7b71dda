// VS Code: a tool that prepares no message to confirm asks nobody.

import type { LanguageModelTool } from 'vscode';

interface Preparation { input: { command: string } }

export class RunTool implements LanguageModelTool {
  // decides: allow when options.input.command === 'ls'
  // decides: ask otherwise
  // default: ask
  prepareInvocation(options: Preparation) {
    if (options.input.command === 'ls') return { invocationMessage: 'lists' };
    return { confirmationMessages: { title: 'Run it?' } };
  }
}

export class ListTool implements LanguageModelTool {
  // decides: nothing
  prepareInvocation(options: Preparation) {
    return { invocationMessage: options.input.command };
  }
}
