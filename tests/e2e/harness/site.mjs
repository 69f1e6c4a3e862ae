// The host pages: a static server for the built page, the examples and the package, one per test.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { brotliCompressSync } from 'node:zlib';
import { extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');

/** Where the parts of the site come from; `cargo xtask test` names what it built. */
const MOUNTS = [
  ['/slotlink/', process.env.SLOTLINK_PACKAGE ?? join(target, 'npm/package')],
  ['/examples/', join(root, 'examples')],
  ['/bench/', join(root, 'bench')],
  ['/vite/', join(process.env.SLOTLINK_EXAMPLE ?? join(target, 'package-test'), 'dist')],
  ['/', process.env.SLOTLINK_PAGE ?? join(target, 'page')],
];

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** Done once per file, whichever site asks: it takes a while. */
const done = new Map();

function compressed(file) {
  if (!done.has(file)) done.set(file, brotliCompressSync(readFileSync(file)));
  return done.get(file);
}

export class Site {
  /** Every request, in order: {method, url, headers}. */
  requests = [];
  /** Bodies of the violation reports the browser sent. */
  violations = [];
  /** Headers added to every answer. */
  headers = {};
  /** Attributes set on the elements of every HTML page: one object for all, or one per element. */
  attributes = {};
  /** Whether files are sent compressed, as a web host does. */
  compresses = false;
  /** Pages made by a test: path → HTML. */
  pages = new Map();

  static async start() {
    const site = new Site();
    site.server = createServer((request, response) => site.#answer(request, response));
    await new Promise((done) => site.server.listen(0, '127.0.0.1', done));
    site.port = site.server.address().port;
    return site;
  }

  get url() {
    return `http://localhost:${this.port}`;
  }

  /** Sets the content security policy of every answer; the browser reports violations back here. */
  csp(policy) {
    if (policy) this.headers['content-security-policy'] = `${policy}; report-uri /__violation`;
    else delete this.headers['content-security-policy'];
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  #answer(request, response) {
    const path = decodeURIComponent(new URL(request.url, this.url).pathname);
    this.requests.push({ method: request.method, url: request.url, headers: request.headers });
    if (path === '/__violation') return this.#violation(request, response);
    // Browsers ask by themselves; a 404 would be a complaint on the console.
    if (path === '/favicon.ico') return response.writeHead(204).end();

    const headers = { 'cache-control': 'no-store', ...this.headers };
    if (this.pages.has(path)) {
      response.writeHead(200, { 'content-type': TYPES['.html'], ...headers });
      return response.end(this.#configured(this.pages.get(path)));
    }
    const file = locate(path);
    if (!file) {
      response.writeHead(404, { 'content-type': 'text/plain', ...headers });
      return response.end(`nothing at ${path}\n`);
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    if (this.compresses && extname(file) !== '.html') headers['content-encoding'] = 'br';
    response.writeHead(200, { 'content-type': type, ...headers });
    if (extname(file) === '.html') return response.end(this.#configured(readFileSync(file, 'utf8')));
    if (this.compresses) return response.end(compressed(file));
    createReadStream(file).pipe(response);
  }

  #violation(request, response) {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      this.violations.push(body);
      response.writeHead(204).end();
    });
  }

  /** An example as a deployer would have edited it. */
  #configured(html) {
    let index = 0;
    return html.replace(/<(slotlink-widget|slotlink-dashboard)\b([^>]*)>/g, (_, name, text) => {
      const own = Array.isArray(this.attributes) ? this.attributes[index++] : this.attributes;
      const merged = { ...attributesOf(text), ...own };
      return `<${name}${Object.entries(merged).map(written).join('')}>`;
    });
  }
}

function attributesOf(text) {
  const found = text.matchAll(/([\w-]+)(?:="([^"]*)")?/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name, unescaped(value ?? '')]));
}

/** `null` and `undefined` leave an attribute out. */
function written([name, value]) {
  if (value === null || value === undefined) return '';
  return ` ${name}="${String(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
}

function unescaped(value) {
  return value.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function locate(path) {
  const [prefix, folder] = MOUNTS.find(([start]) => path.startsWith(start));
  const file = join(folder, normalize(`/${path.slice(prefix.length)}`));
  if (!existsSync(file)) return undefined;
  if (!statSync(file).isDirectory()) return file;
  const index = join(file, 'index.html');
  return existsSync(index) ? index : undefined;
}
