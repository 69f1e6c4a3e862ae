// `createClient`: every operation of Calendly's API as a method. Which parameters are right, what is sent again and what
// is not, is decided by the WebAssembly module; this file gives it the shape that JavaScript programs expect.
import { liveFeed } from './feed.js';
import { OPERATIONS } from './operations.js';
import * as clientGlue from './slotlink_client.js';

/** The options that become the module's: there they are named as attributes are, `client-id` for `clientId`. */
const CONNECTION = ['server', 'clientId', 'clientSecret', 'redirectUri', 'scopes', 'authorizeUrl', 'tokenUrl', 'revokeUrl', 'apiUrl'];
const attribute = (name) => name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
const OTHERS = ['token', 'keepSession', 'module', 'toolsModule', 'onNotice', 'rateLimit'];

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
  if (raw instanceof SlotlinkError) return raw;
  if (raw instanceof Error) {
    return new SlotlinkError({ ...BLANK, code: 'internal', message: `Slotlink stopped: ${raw.message}`, cause: raw });
  }
  return new SlotlinkError(raw);
}

/** How long ago, in milliseconds, something was sent of which nobody says when. */
const LATELY = 10 * 60 * 1000;

const BLANK = { status: null, requestId: null, details: [], requiredScopes: [], reach: null, transient: false };

let death;
/** What breaks the promises of the calls under way. */
const waiting = new Set();

function died(cause) {
  death ??= cause;
  for (const end of waiting) end(new Error(cause));
}

/** What the module promises, with errors of this file; broken where the module stops before it is kept. */
function told(promise) {
  return new Promise((kept, broken) => {
    const end = (raw) => broken(asError(raw));
    waiting.add(end);
    promise.then(kept, end).finally(() => waiting.delete(end));
  });
}

/** Loads a module, once for all clients, and gives its class. A load that failed may be tried again. */
function loader(glue) {
  let loading;
  const load = async (source) => {
    const { default: initialise, start, Core } = await glue();
    await initialise({ module_or_path: source() });
    start(died);
    return Core;
  };
  return (source) => {
    loading ??= load(source).catch((error) => {
      loading = undefined;
      const message = `The WebAssembly module could not be loaded: ${error.message}`;
      throw new SlotlinkError({ ...BLANK, code: 'module', message, cause: error });
    });
    return loading;
  };
}

const loadClient = loader(async () => clientGlue);
/** What is beside Calendly's own operations: fetched when one of it is first called. */
const loadTools = loader(() => import('./tools/slotlink_tools.js'));

/** `createClient` with the modules from where `places` says, unless the options bring them. */
export const clientWith = (places) => (options = {}) => new Client(options, places);

class Client {
  #core;
  #ready;
  #onNotice;
  /** The part of the second module, once it is needed. */
  #tools;
  #makeTools;
  /** Whose the tokens were when the second module was made, where that was known. */
  #toolsOwner;
  /** Over which it gets tokens; another one for everybody who signs in. */
  #bridge;

  constructor(options, places) {
    for (const name of Object.keys(options)) {
      if (![...CONNECTION, ...OTHERS].includes(name)) throw new TypeError(`createClient has no option “${name}”`);
    }
    const { token, keepSession = false, module, toolsModule, onNotice, rateLimit } = options;
    if ('token' in options && token === undefined && !options.clientId) throw new TypeError('token is not set');
    if (token !== undefined && typeof token !== 'string' && typeof token !== 'function') {
      throw new TypeError('token must be a text or a function that gives one');
    }
    const { requests, seconds } = rateLimit ?? {};
    if (rateLimit !== undefined && ![requests, seconds].every((number) => Number.isInteger(number) && number > 0 && number <= 1e6)) {
      throw new TypeError('rateLimit must have requests and seconds, whole numbers above 0');
    }
    this.#onNotice = onNotice;
    const settings = {};
    for (const name of CONNECTION) {
      const value = options[name];
      if (value !== undefined && value !== null) settings[attribute(name)] = Array.isArray(value) ? value.join(' ') : String(value);
    }
    const source = typeof token === 'string' ? () => token : token;
    this.#ready = loadClient(module === undefined ? places.client : () => module).then((Core) => {
      try {
        this.#core = new Core(settings, source, keepSession, requests, seconds);
      } catch (raw) {
        throw asError(raw);
      }
    });
    this.#makeTools = async () => {
      const Core = await loadTools(toolsModule === undefined ? places.tools : () => toolsModule);
      // It has this client's tokens, and tells it of its requests as one page tells another.
      const bridge = {};
      this.#bridge = bridge;
      let given;
      const lend = async ({ reason }) => {
        if (this.#bridge !== bridge) throw new SlotlinkError({ ...BLANK, code: 'signed_out', message: 'Nobody is signed in.' });
        given = await told(this.#core.accessToken(reason === 'refused' ? given : undefined));
        return given;
      };
      const { owner } = this.#core.status();
      this.#toolsOwner = owner;
      const core = new Core(settings, lend, false, requests, seconds, owner ?? undefined);
      core.takeOver(this.#core.spent());
      return core;
    };
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

  /** Waits until the module runs; fails where it has stopped since. */
  async #running() {
    await this.#ready;
    if (death) throw asError(new Error(death));
  }

  async #use(act) {
    await this.#running();
    return told(act(this.#core));
  }

  /** As `#use`, with the second module. */
  async #beside(act) {
    await this.#running();
    // Whose the tokens are may have changed since it was made.
    if (this.#toolsOwner && this.#toolsOwner !== this.#core.status().owner) this.#takeBack();
    this.#tools ??= this.#makeTools();
    const tools = this.#tools;
    let core;
    try {
      core = await tools;
    } catch (error) {
      this.#tools = undefined;
      throw error;
    }
    try {
      return await told(act(core));
    } catch (error) {
      // Why there was no token is what the client itself says.
      throw error.code === 'token' && error.cause instanceof SlotlinkError ? error.cause : error;
    } finally {
      // It may have asked whose the token is; what this client knows by itself is newer.
      const { owner } = death ? {} : core.status();
      if (owner && tools === this.#tools && !this.#core.status().owner) this.#core.noteOwner(owner);
    }
  }

  /** Takes the tokens back from the second module: who signs in next may be somebody else. */
  #takeBack() {
    this.#tools?.then((core) => core.signOut()).catch(() => {});
    this.#tools = undefined;
    this.#bridge = undefined;
  }

  signIn({ redirect = false } = {}) {
    this.#takeBack();
    // Without a pause where the module is there already: a popup must open within the click.
    if (this.#core && !death) return told(this.#core.signIn(redirect));
    return this.#use((core) => core.signIn(redirect));
  }

  cancelSignIn() {
    this.#core?.cancelSignIn();
  }

  restore() {
    this.#takeBack();
    return this.#use((core) => core.restore());
  }

  signOut() {
    this.#takeBack();
    return this.#use((core) => core.signOut());
  }

  /** Calls an operation by Calendly's own name for it. */
  call(operation, input, { signal, onProgress } = {}) {
    return this.#use((core) => core.call(operation, input, signal, onProgress));
  }

  /** Sends anything to the API's own address. */
  async rawRequest({ files = {}, ...input } = {}, { signal, onProgress } = {}) {
    const contents = await Promise.all(pairs(files).map(async ([field, content]) => [field, await bytes(content)]));
    return this.#beside((core) => core.raw(input, contents, signal, onProgress));
  }

  /** What somebody may choose from, as labels and values. */
  get dataSources() {
    const source = (name) => (filters, { search = '', count, pageToken, signal, onProgress } = {}) => {
      const input = { count, page_token: pageToken, ...filters };
      return this.#beside((core) => core.choices(name, input, search, signal, onProgress));
    };
    return Object.fromEntries(['events', 'eventTypes', 'organizationMemberships', 'routingForms'].map((name) => [name, source(name)]));
  }

  /** Deletes the webhooks whose address begins with that of an instance. */
  async deleteInstancedWebhooks(input, { signal, onProgress, onDeletion } = {}) {
    const told = (deletion) => ({ ...deletion, error: deletion.error && asError(deletion.error) });
    const tell = onDeletion && ((deletion) => onDeletion(told(deletion)));
    const deletions = await this.#beside((core) => core.deleteInstancedWebhooks(input, signal, onProgress, tell));
    return deletions.map(told);
  }

  /** Finds out whether an operation was executed whose answer was lost. */
  async reconcile(operation, input, { since = Date.now() - LATELY, organization, signal, onProgress } = {}) {
    const name = operation[0].toUpperCase() + operation.slice(1);
    const millis = new Date(since).getTime();
    if (Number.isNaN(millis)) throw new TypeError('since must be a date');
    return this.#beside((core) => core.reconcile(name, input, millis, organization, signal, onProgress));
  }

  /** What a CSV file says, a text or bytes. */
  async readCsv(input, { delimiter } = {}) {
    const file = typeof input === 'string' ? utf16(input) : await bytes(input, 'a CSV file');
    const [columns, ...records] = await this.#beside(async (core) => core.readCsv(file, delimiter && String(delimiter)));
    const values = (cells) => Object.fromEntries(columns.map((column, index) => [column, cells[index]]));
    return { columns, rows: records.map(([row, ...cells]) => ({ row, values: values(cells) })) };
  }

  /** A CSV file of rows, which are objects by column. */
  async writeCsv(rows, { columns, delimiter, bom = false } = {}) {
    const names = [...(columns ?? new Set(rows.flatMap((row) => Object.keys(row))))];
    const cells = rows.map((row) => names.map((name) => cell(Object.hasOwn(row, name) ? row[name] : null)));
    return this.#beside(async (core) => core.writeCsv(names, cells, delimiter && String(delimiter), bom));
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
          const next = await client.#use(() => walk.next(options.signal, options.onProgress));
          if (next === undefined) break;
          yield asPage(next, page);
        }
        const number = walk.notice();
        if (number) client.#notice(number, operation);
      } finally {
        walk.free();
      }
    });
  }

  /** The changes that webhooks tell of, found by asking: an iterator of their envelopes. */
  liveFeed(options) {
    return liveFeed((act) => this.#beside(act), options);
  }

  #notice(number, operation) {
    const [code, words] = NOTICES[number - 1];
    if (this.#onNotice) this.#onNotice({ code, operation });
    else console.warn(`slotlink: ${operation} ${words}`);
  }
}

/** What the core numbers from 1. */
const NOTICES = [
  ['list_cut_short', 'did not end; the rest was not read'],
  ['list_changed', 'changed while it was read'],
];

/** Names and contents, from an object or a list of `{ key, value }`. */
const pairs = (files) => (Array.isArray(files) ? files.map(({ key, value }) => [key, value]) : Object.entries(files));

async function bytes(content, what = 'a file') {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  if (content instanceof Blob) return new Uint8Array(await content.arrayBuffer());
  if (ArrayBuffer.isView(content)) return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  throw new TypeError(`${what} must be a text, a Blob, an ArrayBuffer or a view of one`);
}

/** A text as it is, halves of surrogate pairs too, with a byte order mark that says how its units stand. */
function utf16(text) {
  const marked = text.startsWith('\ufeff') ? text : `\ufeff${text}`;
  const units = new Uint16Array(marked.length);
  for (let index = 0; index < units.length; index += 1) units[index] = marked.charCodeAt(index);
  return new Uint8Array(units.buffer);
}

/** What stands in a cell; what cannot is left to the module to refuse. */
function cell(value) {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? value : value.toISOString();
  return ['number', 'bigint', 'boolean'].includes(typeof value) ? String(value) : value;
}

/** The token in the address of a page. The address itself is never followed: it could name another host. */
const tokenOf = (address) => (URL.canParse(address ?? '') ? new URL(address).searchParams.get('page_token') : null);

/** The page with two verbs beside its plain fields. */
function asPage(page, read) {
  const { next_page, next_page_token, previous_page, previous_page_token } = page.pagination ?? {};
  const next = next_page_token ?? tokenOf(next_page);
  const previous = previous_page_token ?? tokenOf(previous_page);
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
