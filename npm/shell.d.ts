import './index.js';

/** Where the compiled module is: for pages that host it somewhere else than beside the scripts. */
export interface Source {
  /** Loads the module's glue, such as `() => import('slotlink/slotlink.js')`. */
  glue: () => Promise<unknown>;
  /** The address of `slotlink_bg.wasm`. */
  wasm: URL | string;
}

/** Registers the elements. The first call on a page counts; a later one warns and changes nothing. */
export function define(source: Source): void;
