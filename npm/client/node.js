// The client for Node, Deno and Bun, whose fetch reads no files.
import { readFile } from 'node:fs/promises';
import { clientWith, SlotlinkError } from './client.js';

export const createClient = clientWith({
  client: () => readFile(new URL('./slotlink_client_bg.wasm', import.meta.url)),
  tools: () => readFile(new URL('./tools/slotlink_tools_bg.wasm', import.meta.url)),
});
export { SlotlinkError };
