// Tools of agent frameworks.
import { tool } from '@openai/agents';
import { createTool } from '@mastra/core/tools';
import { DynamicStructuredTool } from '@langchain/core/tools';

// entry: tool delete_pin
export const deletePin = tool({ name: 'delete_pin', parameters: {}, execute: async (input) => input });
// entry: tool move-pin
export const movePin = createTool({ id: 'move-pin', execute: async ({ context }) => context });
// entry: tool list_pins
export const listPins = new DynamicStructuredTool({ name: 'list_pins', func: async () => '' });
