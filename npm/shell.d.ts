import './index.js';

type Wasm = URL | string | WebAssembly.Module;

/** Where the compiled module is: for pages that host it somewhere else than beside the scripts. */
export interface Source {
  /** Loads the module's glue, such as `() => import('slotlink/slotlink.js')`. */
  glue: () => Promise<unknown>;
  /** The address of `slotlink_bg.wasm`, a compiled module, or a function that returns either. */
  wasm: URL | string | WebAssembly.Module | (() => Wasm | Promise<Wasm>);
  /**
   * The same of `slotlink_rest.wasm`, the part of the program that is not needed until times are on the screen. Where it is
   * an address, it is fetched after them; else it is there from the beginning.
   */
  rest: URL | string | WebAssembly.Module | (() => Wasm | Promise<Wasm>);
  /** Whether the build has `<slotlink-dashboard>`; the package's has not. */
  dashboard?: boolean;
}

/** Registers the elements. The first call on a page counts; a later one warns and changes nothing. */
export function define(source: Source): void;
