// Commands and tools of an editor.
import * as vscode from 'vscode';
import { commands } from 'vscode';

class PinTool {
  invoke(options: unknown) {
    return options;
  }
}

export function activate(context: vscode.ExtensionContext) {
  context.subscriptions.push(
    // entry: command pins.delete
    vscode.commands.registerCommand('pins.delete', async (id: string) => id),
    // entry: tool pins_read
    vscode.lm.registerTool('pins_read', new PinTool()),
  );
  // entry: command pins.open
  commands.registerCommand('pins.open', open);
}

function open() {}
