// Boots the standalone page: registers the elements and gives the page its few rules of its own.
import { define } from './shell.js';

const script = document.querySelector('script[data-wasm]');

const page = new CSSStyleSheet();
page.replaceSync(`
:root{color-scheme:light dark;background:light-dark(#f3f4f6,#0e0f12);color:light-dark(#14171d,#eceef2);
  font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
body{margin:0;padding:clamp(8px,3vw,40px)}
slotlink-dashboard{max-inline-size:1160px;margin-inline:auto}
`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];

// On a loopback address `?sandbox` or `?sandbox=PORT` opens the page with the local sandbox instead of Calendly.
const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
const sandbox = new URLSearchParams(location.search).get('sandbox');
if (loopback && sandbox !== null) {
  const port = /^\d{1,5}$/.test(sandbox) ? sandbox : '8787';
  const base = `http://127.0.0.1:${port}`;
  for (const element of document.querySelectorAll('slotlink-dashboard')) {
    const set = (name, value) => { element.setAttribute(name, value); };
    set('server', 'sandbox');
    set('client-id', 'slotlink-dev');
    set('authorize-url', `${base}/oauth/authorize`);
    set('token-url', `${base}/oauth/token`);
    set('revoke-url', `${base}/oauth/revoke`);
    set('api-url', base);
  }
}

const { js, wasm } = script.dataset;
define({
  glue: () => import(new URL(js, document.baseURI).href),
  wasm: new URL(wasm, document.baseURI),
  // Where the build has one.
  rest: new URL(wasm.replace(/_bg(?=\.wasm$)/, '_rest'), document.baseURI),
  dashboard: true,
});
