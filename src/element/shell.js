// The JavaScript shell: registers the custom elements, shows a skeleton until the WebAssembly module runs,
// hands attributes, properties and methods over to it by numeric handle, and says so when it cannot run.

/** Attributes that are options; `element/config.rs` reads the same names (a test compares the two lists). */
export const OPTIONS = [
  'server', 'client-id', 'redirect-uri', 'scopes', 'authorize-url', 'token-url', 'revoke-url', 'api-url',
  'event-type', 'timezone', 'invitee-timezone', 'hour-cycle', 'first-day', 'locale', 'view', 'sign-in', 'token-worker',
  'personal-token', 'heading-level',
  'client-secret',
];

/** Those with which the rest of the program is needed at once. */
const NEEDS_REST = ['view', 'invitee-timezone', 'scopes', 'token-worker', 'personal-token'];

/** How long the rest of the program may be left out while nothing is on the screen that needs it, in milliseconds. */
const REST_WAITS = 3000;

/** Methods of the elements and the verbs they call. */
const METHODS = [
  'signIn', 'cancelSignIn', 'signOut', 'selectEventType', 'selectTimes', 'copyTimes', 'createLink', 'refresh',
  'goToNextAvailable', 'testConnection',
];

const SHELL_CSS = `
:host{display:block;color-scheme:inherit;--_line:light-dark(#e1e3e8,#31343c);--_fill:light-dark(#eef0f3,#22252c)}
:host([hidden]){display:none}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
.boot{container-type:inline-size}
.boot-card{box-sizing:border-box;border:1px solid var(--_line);border-radius:14px;min-block-size:756px;
  background:light-dark(#fff,#16181d);color:light-dark(#14171d,#eceef2);font:inherit;font-size:14px;line-height:1.45;overflow:hidden}
.boot-head{block-size:68px;border-block-end:1px solid var(--_line)}
.boot-bar{inline-size:180px;block-size:16px;border-radius:8px;background:var(--_fill);margin:26px 20px}
.boot-grid{display:grid;grid-template-columns:repeat(7,1fr);gap:4px;padding:116px 20px 20px;max-inline-size:520px}
.boot-grid i{block-size:52px;border-radius:10px;background:var(--_fill)}
@container (max-width:679px){.boot-card{min-block-size:760px}.boot-grid{padding-block-start:148px}}
.boot-problem{padding:32px 24px;display:grid;gap:12px;justify-items:start;align-content:center;min-block-size:240px;box-sizing:border-box}
.boot-problem h2{margin:0;font-size:16px}.boot-problem p{margin:0;max-inline-size:60ch;overflow-wrap:anywhere}
.boot-problem button{font:inherit;padding:8px 14px;min-block-size:44px;border-radius:10px;border:1px solid currentColor;background:none;color:inherit;cursor:pointer}
.boot-problem button:focus-visible{outline:2px solid;outline-offset:2px}
.boot-problem code{font-family:ui-monospace,monospace;font-size:13px}
`;

const elements = new Set();
let shellSheet;
let start;
let glue;
let death;
let fetchRest;
const moduleNames = [];

function sheet() {
  if (!shellSheet) {
    shellSheet = new CSSStyleSheet();
    shellSheet.replaceSync(SHELL_CSS);
  }
  return shellSheet;
}

function node(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** What stands in the place of an element: in English, whatever the page is in. */
function boot(card) {
  const element = node('div', 'boot', card);
  element.lang = 'en';
  return element;
}

function skeleton() {
  const grid = node('div', 'boot-grid');
  for (let i = 0; i < 42; i += 1) grid.append(node('i'));
  const card = node('div', 'boot-card', node('div', 'boot-head', node('div', 'boot-bar')), grid);
  card.setAttribute('role', 'status');
  card.setAttribute('aria-label', 'Loading Slotlink');
  card.setAttribute('aria-busy', 'true');
  return boot(card);
}

function problem(title, cause, advice) {
  const reload = node('button', '', 'Reload');
  reload.type = 'button';
  reload.addEventListener('click', () => location.reload());
  const panel = node('div', 'boot-problem', node('h2', '', title), node('p', '', node('code', '', cause)), node('p', '', advice), reload);
  panel.setAttribute('role', 'alert');
  return boot(node('div', 'boot-card', panel));
}

/** What a person can do about an error met while starting. */
function adviceFor(error) {
  const text = String(error && error.message);
  if (/unsafe-eval|Content Security Policy|code generation/i.test(text)) {
    return "This page's Content-Security-Policy does not allow WebAssembly. Add 'wasm-unsafe-eval' to its script-src.";
  }
  if (/MIME|content type|application\/wasm/i.test(text)) {
    return 'The server must send the .wasm file with the type application/wasm.';
  }
  if (/memory/i.test(text)) return 'The browser has no memory left for this page. Close other tabs and reload.';
  return 'Check the connection and reload. If it stays, the .wasm file beside the script may be missing or blocked.';
}

function failed(title, cause, advice) {
  death = { title, cause, advice };
  for (const element of elements) element[SHOW_PROBLEM]();
}

const SHOW_PROBLEM = Symbol('show problem');
const MOUNT = Symbol('mount');

/** A panic, or having no memory left, ends the program with a trap: a readable panel stays. */
function onTrap(event) {
  const error = event.error ?? event.reason;
  if (!glue || death || !(error instanceof WebAssembly.RuntimeError)) return;
  // Another library's program may die on the same page: a trap that names a file or a module is ours where that is our
  // file. A module that was handed over compiled has no file, and some engines name none.
  const stack = String(error.stack);
  const named = moduleNames.some((name) => stack.includes(name));
  if (moduleNames.length > 0 ? !named && /\.wasm|wasm:\/\//.test(stack) : /\.wasm/.test(stack)) return;
  died(String(error.message));
}

/** The module's functions. Whoever calls an element may catch what it throws, so a trap is noticed here first. */
function guarded(module) {
  const names = ['mount', 'unmount', 'set_option', 'set_token', 'call'];
  return Object.fromEntries(names.map((name) => [name, (...values) => {
    try {
      return module[name](...values);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) died(String(error.message));
      throw error;
    }
  }]));
}

function died(cause) {
  if (death) return;
  failed('Slotlink stopped', cause, 'Nothing that was created is lost: links stay in the list of recent links. Reload to go on.');
}

/** Where a program is, with its file's name noted; or the program itself. */
function addressed(program) {
  if (typeof program !== 'string' && !(program instanceof URL)) return program;
  const address = new URL(program, document.baseURI);
  moduleNames.push(address.pathname.split('/').pop());
  return address;
}

/** The program, on its way as soon as its address is known: a server far off is waited for once, not once per file. */
async function programOf(wasm) {
  const program = addressed(typeof wasm === 'function' ? await wasm() : wasm);
  return program instanceof URL ? fetch(program) : program;
}

/**
 * The rest of the program, which is not needed until times are on the screen. Returns what promises that it is there, and
 * fetches it unless it is told only to wait; undefined where the program is in one piece.
 */
async function restOf(module, rest) {
  if (!module.given) return undefined;
  const program = addressed(typeof rest === 'function' ? await rest() : rest);
  const here = deferred();
  const link = async (compiled) => here.resolve(await WebAssembly.instantiate(compiled, module.given()));
  if (program instanceof WebAssembly.Module) return link(program);
  if (!program) throw new Error('define() was not told where the rest of the program is: `rest`, beside `wasm`');
  // A function of the rest is called before that has come, and the caller cannot wait: the browser has to.
  module.whenMissing(() => {
    const request = new XMLHttpRequest();
    try {
      request.open('GET', program, false);
      request.overrideMimeType('text/plain; charset=x-user-defined');
      request.send();
      if (request.status !== 200) throw new Error(`status ${request.status}`);
      const bytes = Uint8Array.from(request.response, (letter) => letter.charCodeAt(0));
      here.resolve(new WebAssembly.Instance(new WebAssembly.Module(bytes), module.given()));
    } catch (error) {
      throw new WebAssembly.RuntimeError(`a part of the program could not be fetched from ${program}: ${error.message}`);
    }
  });
  let coming;
  const get = () => {
    coming ??= fetch(program, { priority: 'low' })
      .then((answer) => answer.arrayBuffer())
      .then(WebAssembly.compile)
      .then(link)
      .catch(() => {
        coming = undefined;
        addEventListener('online', get, { once: true });
      });
    return coming;
  };
  return (waits) => (waits ? here.promise : get());
}

let scripts;

/**
 * Starts a worker that holds the tokens of one session: `worker.js` at `address`, which sends them to `addresses` and to
 * nobody else. Returns what takes a `Request` and promises its `Response`; called with nothing it ends the worker. The body
 * of one that is `streamed` is read when the worker's browser asks for it.
 */
function holder(address, addresses) {
  scripts ??= globalThis.trustedTypes?.createPolicy('slotlink-worker', { createScriptURL: (url) => url });
  const worker = new Worker(scripts ? scripts.createScriptURL(address) : address);
  const calls = new Map();
  let count = 0;
  let broken;
  worker.onmessage = ({ data: { id, asks, answer, error } }) => {
    const call = calls.get(id);
    if (asks) return call?.give();
    calls.delete(id);
    if (error !== undefined) call?.reject(new TypeError(error));
    else call?.resolve(new Response([204, 205, 304].includes(answer.status) ? null : answer.body, answer));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    broken = new TypeError(`The worker that holds the tokens stopped: ${event.message ?? 'it could not be loaded'}`);
    console.error('slotlink:', broken.message);
    for (const { reject } of calls.values()) reject(broken);
    calls.clear();
  };
  worker.postMessage({ addresses });
  return async (request, streamed) => {
    if (!request) return worker.terminate();
    const { url, method, headers, signal } = request;
    const body = method === 'GET' || streamed ? undefined : await request.text();
    if (broken) throw broken;
    return new Promise((resolve, reject) => {
      count += 1;
      const id = count;
      const give = () =>
        request.text().then((text) => worker.postMessage({ id, text }), () => worker.postMessage({ id, abort: true }));
      calls.set(id, { resolve, reject, give });
      signal.addEventListener('abort', () => {
        if (calls.delete(id)) worker.postMessage({ id, abort: true });
        reject(signal.reason);
      });
      worker.postMessage({ id, url, method, headers: [...headers], body, streamed });
    });
  };
}

async function load({ glue: loadGlue, wasm, rest }) {
  const [module, program] = await Promise.all([loadGlue(), programOf(wasm)]);
  await module.default({ module_or_path: program });
  fetchRest = await restOf(module, rest);
  module.start(died, holder, fetchRest);
  if ([...elements].some((element) => NEEDS_REST.some((name) => element.hasAttribute(name)))) await fetchRest?.();
  addEventListener('error', onTrap);
  addEventListener('unhandledrejection', onTrap);
  glue = guarded(module);
}

function ensureStarted(source) {
  start ??= load(source).then(
    () => { for (const element of [...elements]) element[MOUNT](); },
    (error) => {
      console.error('slotlink: cannot start', error);
      failed('Slotlink cannot start', String(error?.message ?? error), adviceFor(error));
    },
  );
  return start;
}

function elementClass(kind, source) {
  return class extends HTMLElement {
    static observedAttributes = OPTIONS;

    #handle = 0;
    #root = this.attachShadow({ mode: 'open' });
    #token;
    #ready = deferred();

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [sheet()];
    }

    connectedCallback() {
      elements.add(this);
      // Properties set before the element was upgraded shadow the accessors: take them over.
      for (const name of ['token', ...PROPERTIES.keys()]) {
        if (Object.prototype.hasOwnProperty.call(this, name)) {
          const value = this[name];
          delete this[name];
          this[name] = value;
        }
      }
      if (death) { this[SHOW_PROBLEM](); return; }
      if (this.#handle) return; // moved within the document: nothing is mounted twice
      if (!this.#root.hasChildNodes()) this.#root.append(skeleton());
      if (glue) this[MOUNT]();
      else ensureStarted(source);
    }

    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected) return;
        elements.delete(this);
        if (this.#handle && !death) {
          const handle = this.#handle;
          this.#handle = 0;
          this.#ready = deferred();
          glue.unmount(handle);
        }
        this.#root.replaceChildren();
      });
    }

    attributeChangedCallback(name, before, value) {
      if (before !== value && this.#handle && !death) glue.set_option(this.#handle, name, value ?? undefined);
    }

    /** A personal access token, or a function that returns one (or a promise of one). Never an attribute. */
    get token() { return undefined; }
    set token(value) {
      this.#token = value;
      if (this.#handle && !death) glue.set_token(this.#handle, value);
    }

    [MOUNT]() {
      if (!this.isConnected || this.#handle || death) return;
      const options = Object.create(null);
      for (const name of OPTIONS) {
        const value = this.getAttribute(name);
        if (value !== null) options[name] = value;
      }
      this.#root.replaceChildren();
      this.#handle = glue.mount(kind, this, this.#root, options, this.#token);
      this.#ready.resolve();
      // Without an event type the next thing to see is a list of them.
      setTimeout(() => fetchRest?.(), 'event-type' in options ? REST_WAITS : 0);
    }

    [SHOW_PROBLEM]() {
      this.#handle = 0;
      this.#ready.promise.catch(() => {});
      this.#ready.reject(new Error(`slotlink: ${death.title}: ${death.cause}`));
      this.#root.adoptedStyleSheets = [sheet()];
      this.#root.replaceChildren(problem(death.title, death.cause, death.advice));
      this.dispatchEvent(new CustomEvent('error', {
        bubbles: true, composed: true, detail: { code: 'cannot_run', message: death.cause },
      }));
    }

    /** Runs a verb once the element is mounted. */
    async call(verb, argument) {
      if (death) throw new Error(`slotlink: ${death.title}: ${death.cause}`);
      if (!this.#handle) await this.#ready.promise;
      return glue.call(this.#handle, verb, argument);
    }

    /** Verbs that need the click's own gesture (a popup, the clipboard) run at once when mounted. */
    [RUN](verb, argument) {
      return this.#handle && !death ? glue.call(this.#handle, verb, argument) : this.call(verb, argument);
    }
  };
}

const RUN = Symbol('run');

function deferred() {
  const result = {};
  result.promise = new Promise((resolve, reject) => { Object.assign(result, { resolve, reject }); });
  return result;
}

/** Property name (camelCase) → attribute name, for every option and the one that is for the style sheet alone. */
const PROPERTIES = new Map(
  [...OPTIONS, 'theme'].filter((name) => name !== 'client-secret' && name !== 'sign-in') // `signIn` is the method
    .map((name) => [name.replace(/-(.)/g, (_, letter) => letter.toUpperCase()), name]),
);

function addAccessors(Class) {
  for (const [property, attribute] of PROPERTIES) {
    Object.defineProperty(Class.prototype, property, {
      configurable: true,
      enumerable: true,
      get() { return this.getAttribute(attribute); },
      set(value) {
        if (value === null || value === undefined) this.removeAttribute(attribute);
        else this.setAttribute(attribute, Array.isArray(value) ? value.join(' ') : String(value));
      },
    });
  }
  for (const verb of METHODS) {
    Object.defineProperty(Class.prototype, verb, {
      configurable: true,
      value(argument) { return this[RUN](verb, argument); },
    });
  }
}

/**
 * Registers the elements. `glue` returns (a promise of) the module that wasm-bindgen made; `wasm` is the address of
 * the .wasm file, a compiled module, or a function that returns either, and `rest` is that of the file whose name ends in
 * `_rest.wasm`, where the build has one. `dashboard` says that the build has it.
 */
export function define({ glue: loadGlue, wasm, rest, dashboard = false }) {
  const source = { glue: loadGlue, wasm, rest };
  for (const kind of dashboard ? ['widget', 'dashboard'] : ['widget']) {
    const name = `slotlink-${kind}`;
    if (customElements.get(name)) {
      console.warn(`slotlink: <${name}> is already defined on this page; the first definition stays`);
      continue;
    }
    const Class = elementClass(kind, source);
    addAccessors(Class);
    customElements.define(name, Class);
  }
}
