// The client for workers in which compiling is forbidden: the runtime has compiled the modules already.
import { clientWith, SlotlinkError } from './client.js';
import client from './slotlink_client_bg.wasm';
import tools from './tools/slotlink_tools_bg.wasm';

export const createClient = clientWith({ client: () => client, tools: () => tools });
export { SlotlinkError };
