// Tools that models call.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { tool } from 'ai';
import { z } from 'zod';

const server = new McpServer({ name: 'pins', version: '1' });
const low = new Server({ name: 'pins', version: '1' });

// entry: tool read_pin
server.tool('read_pin', { id: z.string() }, async ({ id }) => ({ content: [] }));
// entry: tool delete_pin
server.registerTool('delete_pin', { description: 'deletes a pin' }, deletePin);
// entry: resource pins
server.registerResource('pins', 'pins://all', {}, async () => ({ contents: [] }));
// entry: request CallToolRequestSchema
low.setRequestHandler(CallToolRequestSchema, async (request) => ({ content: [] }));

async function deletePin({ id }: { id: string }) {
  return { content: [] };
}

export const tools = {
  // entry: tool runCommand
  runCommand: tool({ inputSchema: z.string(), execute: async (command) => command }),
};

abstract class BaseTool<Name extends string> {
  abstract execute(parameters: unknown): Promise<void>;
}
export class WriteFileTool extends BaseTool<'write_file'> {
  // entry: tool WriteFileTool
  async execute(parameters: unknown) {}
  // no entry
  describe() {}
}

// no entry: a task is no tool
export class Task extends Object {
  async execute() {}
}
