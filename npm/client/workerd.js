// The client for workers in which compiling is forbidden: the runtime has compiled the module already.
import { clientWith, SlotlinkError } from './client.js';
import module from './slotlink_client_bg.wasm';

export const createClient = clientWith(() => module);
export { SlotlinkError };
