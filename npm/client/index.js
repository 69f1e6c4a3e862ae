// The client for pages and bundlers: the modules lie beside this file.
import { clientWith, SlotlinkError } from './client.js';

export const createClient = clientWith({
  client: () => new URL('./slotlink_client_bg.wasm', import.meta.url),
  tools: () => new URL('./tools/slotlink_tools_bg.wasm', import.meta.url),
});
export { SlotlinkError };
