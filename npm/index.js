// Importing this file registers <slotlink-widget>. The module itself is fetched when the first
// element needs it.
import { define } from './shell.js';

define({
  glue: () => import('./slotlink.js'),
  // In this form bundlers see the file and ship it; a plain browser resolves it beside this script.
  wasm: new URL('./slotlink_bg.wasm', import.meta.url),
  rest: new URL('./slotlink_rest.wasm', import.meta.url),
});
