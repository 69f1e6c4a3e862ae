// Where the module is, for Node, Deno and Bun: their fetch reads no files.
import { readFile } from 'node:fs/promises';

export const wasm = () => readFile(new URL('./slotlink_client_bg.wasm', import.meta.url));
