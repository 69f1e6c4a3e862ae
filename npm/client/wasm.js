// Where the module is, for browsers and bundlers.
export const wasm = () => new URL('./slotlink_client_bg.wasm', import.meta.url);
