// The module where compiling is forbidden: the runtime has compiled it already.
import module from './slotlink_client_bg.wasm';

export const wasm = () => module;
