// The client for pages and bundlers: the module lies beside this file.
import { clientWith, SlotlinkError } from './client.js';

export const createClient = clientWith(() => new URL('./slotlink_client_bg.wasm', import.meta.url));
export { SlotlinkError };
