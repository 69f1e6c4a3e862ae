// Placeholder: starts the standalone page from the addresses on this script's own tag.
import { define } from './shell.js';

const tag = document.querySelector('script[data-wasm]');
define({
  glue: () => import(new URL(tag.dataset.js, document.baseURI)),
  wasm: new URL(tag.dataset.wasm, document.baseURI),
});
