// One sandbox of a test's own: started on a free port, steered through its control API, ended with
// the test. What can be asked and set is described in src/sandbox/control.rs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
const program = process.env.SLOTLINK_SANDBOX ?? join(target, 'debug/slotlink-sandbox');

/** The sandbox of the npm package is a script. */
const command = program.endsWith('.js') ? [process.execPath, program] : [program];

/** When tests happen, unless they say otherwise: a Tuesday in a busy season; 9:00 in Berlin. */
export const NOW = '2026-12-01T08:00:00Z';

const CONTROL = '/__sandbox/';

export class Sandbox {
  /** `now`: the instant its clock starts at; `null` leaves it the machine's. */
  static async start({ now = NOW } = {}) {
    if (!existsSync(program)) {
      throw new Error(
        `there is no ${program}; build it with ` +
          '`cargo build --features sandbox --bin slotlink-sandbox`, or name it in SLOTLINK_SANDBOX',
      );
    }
    const sandbox = new Sandbox();
    const [first, ...rest] = command;
    sandbox.process = spawn(first, [...rest, '--port', '0', ...(now ? ['--now', now] : [])], { stdio: ['ignore', 'pipe', 'pipe'] });
    sandbox.url = await sandbox.#address();
    return sandbox;
  }

  get port() {
    return Number(new URL(this.url).port);
  }

  /** The same sandbox by both names of this machine. */
  get origins() {
    return [`http://localhost:${this.port}`, `http://127.0.0.1:${this.port}`];
  }

  /** The attributes that point an element at this sandbox. */
  get attributes() {
    return {
      server: 'sandbox',
      'api-url': this.url,
      'authorize-url': `${this.url}/oauth/authorize`,
      'token-url': `${this.url}/oauth/token`,
      'revoke-url': `${this.url}/oauth/revoke`,
    };
  }

  /** What the sandbox received and did, oldest first: `{requests, facts}`. */
  ledger() {
    return this.#control('GET', 'ledger');
  }

  /** The requests that reached `route` ("POST /scheduling_links"). */
  async requests(route) {
    const [method, path] = route.split(' ');
    const { requests } = await this.ledger();
    return requests.filter((request) => request.method === method && request.path === path);
  }

  /** The facts of one kind: code_issued, token_issued, link_created, booked … */
  async facts(kind) {
    const { facts } = await this.ledger();
    return facts.filter((fact) => fact.kind === kind);
  }

  /** Sets the sandbox's clock to an instant (it runs on from there) when one is given; returns it. */
  async clock(iso) {
    const clock = iso ? await this.#control('PUT', 'clock', { now: iso }) : await this.#control('GET', 'clock');
    return clock.now;
  }

  /** Moves the clock on; the browser's is moved by `page.clock.fastForward`. */
  advance(milliseconds) {
    return this.#control('PUT', 'clock', { advance_ms: milliseconds });
  }

  /** Replaces the faults that are waiting; an empty list takes all away. */
  async faults(list) {
    await this.#control('DELETE', 'faults');
    if (list.length > 0) await this.#control('POST', 'faults', list);
  }

  /** Changes the named options. */
  options(changes) {
    return this.#control('PUT', 'options', changes);
  }

  /** Registers OAuth clients: `{client_id, redirect_uris, name?, scopes?}`. */
  async clients(...list) {
    for (const client of list) await this.#control('POST', 'clients', client);
  }

  /** An access token without a sign-in: `{user, scopes?, ttl?}`. */
  async token(wish) {
    return (await this.#control('POST', 'tokens', wish)).access_token;
  }

  /** Lets bearer tokens of another authorization server count as this user's; null ends it. */
  acceptForeignTokens(user, scopes) {
    return this.#control('POST', 'accept-foreign-tokens', { user, scopes });
  }

  async stop() {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.kill('SIGKILL');
    await ended;
  }

  async #control(method, path, body) {
    const response = await fetch(`${this.url}${CONTROL}${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${CONTROL}${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Reads `listening on http://…`; what is said on standard error is kept for the message. */
  #address() {
    let complaint = '';
    this.process.stderr.on('data', (part) => (complaint += part));
    return new Promise((done, fail) => {
      const lines = createInterface({ input: this.process.stdout });
      lines.on('line', (line) => {
        const found = /listening on (http:\/\/\S+)/.exec(line);
        if (found) done(found[1].replace(/\/$/, '').replace('127.0.0.1', 'localhost'));
      });
      this.process.once('error', fail);
      this.process.once('exit', (code) =>
        fail(new Error(`the sandbox ended with ${code} before it listened\n${complaint}`)),
      );
    });
  }
}
