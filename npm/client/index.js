// `createClient`: every operation of Calendly's API as a method. Which parameters are right, what is sent again and what
// is not, is decided by the WebAssembly module; this file gives it the shape that JavaScript programs expect.
import { wasm } from '#client-wasm';
import { liveFeed } from './feed.js';
import { OPERATIONS } from './operations.js';
import initialise, { Core, start } from './slotlink_client.js';

/** The options that become the module's, and their names there. */
const CONNECTION = {
  server: 'server',
  clientId: 'client-id',
  clientSecret: 'client-secret',
  redirectUri: 'redirect-uri',
  scopes: 'scopes',
  authorizeUrl: 'authorize-url',
  tokenUrl: 'token-url',
  revokeUrl: 'revoke-url',
  apiUrl: 'api-url',
};
const OTHERS = ['token', 'keepSession', 'module', 'onNotice'];

/** What went wrong. `code` is stable; `message` is for developers. */
export class SlotlinkError extends Error {
  constructor({ message, cause, ...rest }) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, rest);
  }
}
SlotlinkError.prototype.name = 'SlotlinkError';

/** The module gives plain objects: it knows no classes of this file. */
function asError(raw) {
  if (raw instanceof Error) {
    return new SlotlinkError({ ...BLANK, code: 'internal', message: `Slotlink stopped: ${raw.message}`, cause: raw });
  }
  return new SlotlinkError(raw);
}

const BLANK = { status: null, requestId: null, details: [], requiredScopes: [], reach: null, transient: false };

const told = (promise) => promise.catch((raw) => { throw asError(raw); });

let loading;
let death;

/** Loads the module, once for all clients. A load that failed may be tried again. */
function load(module) {
  loading ??= initialise({ module_or_path: module ?? wasm() }).then(
    () => start((cause) => { death ??= cause; }),
    (error) => {
      loading = undefined;
      throw new SlotlinkError({ ...BLANK, code: 'module', message: `The WebAssembly module could not be loaded: ${error.message}`, cause: error });
    },
  );
  return loading;
}

/** A client of Calendly's API. Nothing is sent until a method is called. */
export function createClient(options = {}) {
  return new Client(options);
}

class Client {
  #core;
  #ready;
  #onNotice;

  constructor(options) {
    for (const name of Object.keys(options)) {
      if (!(name in CONNECTION) && !OTHERS.includes(name)) throw new TypeError(`createClient has no option “${name}”`);
    }
    const { token, keepSession = false, module, onNotice } = options;
    if (token !== undefined && typeof token !== 'string' && typeof token !== 'function') {
      throw new TypeError('token must be a text or a function that gives one');
    }
    this.#onNotice = onNotice;
    const settings = {};
    for (const [name, attribute] of Object.entries(CONNECTION)) {
      const value = options[name];
      if (value !== undefined && value !== null) settings[attribute] = Array.isArray(value) ? value.join(' ') : String(value);
    }
    const source = typeof token === 'string' ? () => token : token;
    this.#ready = load(module).then(() => {
      try {
        this.#core = new Core(settings, source, keepSession);
      } catch (raw) {
        throw asError(raw);
      }
    });
    // Whoever calls something hears of it; nobody else has to.
    this.#ready.catch(() => {});
  }

  /** Kept when the module runs and the options are right. */
  get ready() {
    return this.#ready;
  }

  /** Who is signed in and until when requests wait. */
  get status() {
    if (!this.#core) return { signedIn: false, owner: null, scopes: [], pausedUntil: null };
    const { pausedUntil, ...status } = this.#core.status();
    return { ...status, pausedUntil: pausedUntil === null ? null : new Date(pausedUntil) };
  }

  async #use(act) {
    await this.#ready;
    if (death) throw asError(new Error(death));
    return told(act(this.#core));
  }

  signIn({ redirect = false } = {}) {
    // Without a pause where the module is there already: a popup must open within the click.
    if (this.#core && !death) return told(this.#core.signIn(redirect));
    return this.#use((core) => core.signIn(redirect));
  }

  cancelSignIn() {
    this.#core?.cancelSignIn();
  }

  restore() {
    return this.#use((core) => core.restore());
  }

  signOut() {
    return this.#use((core) => core.signOut());
  }

  /** Calls an operation by Calendly's own name for it. */
  call(operation, input, { signal } = {}) {
    return this.#use((core) => core.call(operation, input, signal));
  }

  list(operation, input, options = {}) {
    const page = async (token) => {
      const given = token === undefined ? input : { ...input, page_token: token };
      return asPage(await this.call(operation, given, options), page);
    };
    const client = this;
    return new List(() => page(undefined), async function* () {
      await client.#ready;
      let walk;
      try {
        walk = client.#core.pages(operation, input);
      } catch (raw) {
        throw asError(raw);
      }
      try {
        for (;;) {
          const next = await client.#use(() => walk.next(options.signal));
          if (next === undefined) break;
          yield asPage(next, page);
        }
        if (walk.isCutShort()) client.#notice({ code: 'list_cut_short', operation });
      } finally {
        walk.free();
      }
    });
  }

  /** The changes that webhooks tell of, found by asking: an iterator of their envelopes. */
  liveFeed(options) {
    return liveFeed((act) => this.#use(act), options);
  }

  #notice(notice) {
    if (this.#onNotice) this.#onNotice(notice);
    else console.warn(`slotlink: ${notice.operation} has more than 200 pages; the rest was not read`);
  }
}

/** The page with two verbs beside its plain fields. */
function asPage(page, read) {
  const { next_page_token: next, previous_page_token: previous } = page.pagination ?? {};
  const verb = (token) => ({ value: async () => (token ? read(token) : null) });
  return Object.defineProperties(page, { nextPage: verb(next), previousPage: verb(previous) });
}

/** A list: awaited it is its first page, iterated it is every item of all pages. */
class List {
  #first;
  #pages;

  constructor(first, pages) {
    this.#first = first;
    this.#pages = pages;
  }

  then(kept, broken) {
    return this.#first().then(kept, broken);
  }

  catch(broken) {
    return this.then(undefined, broken);
  }

  finally(done) {
    return this.#first().finally(done);
  }

  pages() {
    return this.#pages();
  }

  async* [Symbol.asyncIterator]() {
    for await (const page of this.#pages()) yield* page.collection;
  }

  /** Every item of all pages. */
  async toArray() {
    const items = [];
    for await (const item of this) items.push(item);
    return items;
  }
}

for (const [name, kind] of Object.entries(OPERATIONS)) {
  const operation = name[0].toUpperCase() + name.slice(1);
  const method = kind === 'list'
    ? function list(input, options) { return this.list(operation, input, options); }
    : function call(input, options) { return this.call(operation, input, options); };
  Object.defineProperty(Client.prototype, name, { value: method, writable: true, configurable: true });
}
