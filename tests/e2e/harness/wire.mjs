// A server between the browser and a sandbox that has the connection in its own hands, below HTTP: it can break one off
// after any byte, garble what is on it, or never answer. https under a name that is not this machine's, by HTTP/1.1 or
// HTTP/2; HTTP/3 it can only offer. What it has received it counts itself.
import { X509Certificate, createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';
import { createSecureServer } from 'node:http2';
import { CLIENT_ID } from '../harness.mjs';
import config from '../playwright.config.mjs';
import { certificate } from './certificate.mjs';
import { NETWORK_COMPLAINT, NOW, eventType, pat, settled, useToken } from './drive.mjs';
import { expectAccount } from './sign_in.mjs';

/** The tests' browser takes this name for this machine's; no rule of ours does. */
const NAME = 'calendly.test';

const identity = certificate(NAME);
const publicKey = new X509Certificate(identity.cert).publicKey.export({ type: 'spki', format: 'der' });

const { launchOptions } = config.use;

/** What the browser of a test needs to reach a wire: `test.use(REACHING)`. The certificate counts as a good one: where
 * errors are only overlooked, Chromium listens to no offer of HTTP/3. */
export const REACHING = {
  launchOptions: {
    ...launchOptions,
    args: [
      ...launchOptions.args,
      `--host-resolver-rules=MAP ${NAME} 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${createHash('sha256').update(publicKey).digest('base64')}`,
    ],
  },
};

export class Wire {
  /** Every request, in order: {method, path, query, length, connection, place}; `place` counts from 1 on its connection. */
  received = [];
  /** Whether a connection is used for more than one request, where HTTP/1.1 is spoken. */
  keepAlive = false;
  /** Whether what comes first on a connection is no TLS. */
  garbled = false;
  /** How many datagrams came for the HTTP/3 that is offered; none is answered. */
  datagrams = 0;
  #faults = [];
  #open = new Map();
  #connections = 0;
  #held = [];
  #offered = [];

  static async start(sandbox, { http2 = false, keepAlive = false } = {}) {
    const wire = new Wire();
    wire.keepAlive = keepAlive;
    wire.sandbox = sandbox;
    if (http2) {
      wire.second = createSecureServer(identity);
      wire.second.on('stream', (stream, headers) => wire.#stream(stream, headers).catch(() => {}));
      // What breaks here is meant to.
      for (const event of ['sessionError', 'clientError', 'tlsClientError']) wire.second.on(event, () => {});
    }
    wire.server = createServer((raw) => wire.#connected(raw));
    await wire.listen();
    return wire;
  }

  /** Accepts connections, at the port it had before. */
  async listen() {
    await new Promise((done) => this.server.listen(this.port ?? 0, '127.0.0.1', done));
    this.port = this.server.address().port;
  }

  /** Offers HTTP/3 with every answer by HTTP/2, at a port that no browser has given up yet. Whoever still tries the one
   * before is heard, too: a browser tries one at a time. */
  async offer() {
    const socket = createSocket('udp4', () => (this.datagrams += 1));
    await new Promise((done) => socket.bind(0, '127.0.0.1', done));
    this.#offered.push(socket);
    this.datagrams = 0;
  }

  /** Refuses connections, and drops those that are open. */
  async close() {
    const closed = new Promise((done) => this.server.close(done));
    this.drop();
    await closed;
  }

  /** Resets every connection that is open. */
  drop() {
    for (const { raw } of this.#open.values()) raw.resetAndDestroy();
  }

  async stop() {
    if (this.server.listening) await this.close();
    this.second?.close();
    for (const socket of this.#offered) socket.close();
  }

  get url() {
    return `https://${NAME}:${this.port}`;
  }

  get origins() {
    return [this.url, this.sandbox.url];
  }

  /** The attributes that point an element here; people sign in at the sandbox itself. */
  get attributes() {
    const { url } = this;
    return { server: null, 'api-url': url, 'token-url': `${url}/oauth/token`, 'revoke-url': `${url}/oauth/revoke` };
  }

  /** From now on, requests to `route` ("POST /scheduling_links") meet `fault`, so many times. */
  spoil(route, fault, times = Infinity) {
    this.#faults.push({ route, fault, left: times });
  }

  /** Nothing is spoilt any more; what was held goes on. */
  mend() {
    this.#faults = [];
    this.release();
  }

  /** Waits until the test says [`Wire.release`]. */
  hold() {
    return new Promise((done) => this.#held.push(done));
  }

  release() {
    for (const done of this.#held.splice(0)) done();
  }

  /** The requests to a route. */
  asked(route) {
    return this.received.filter(({ method, path }) => `${method} ${path}` === route);
  }

  #connected(raw) {
    const connection = { raw, number: (this.#connections += 1), requests: 0 };
    const port = raw.remotePort;
    raw.on('error', () => {});
    raw.on('close', () => this.#open.delete(port));
    this.#open.set(port, connection);
    if (this.garbled) {
      raw.end('this is no TLS\r\n');
    } else if (this.second) {
      this.second.emit('connection', raw);
    } else {
      const secure = new TLSSocket(raw, {
        isServer: true,
        secureContext: createSecureContext(identity),
        ALPNProtocols: ['http/1.1'],
      });
      secure.on('error', () => {});
      this.#speak(secure, connection).catch(() => {});
    }
  }

  /** HTTP/1.1, as far as browsers need it. */
  async #speak(secure, connection) {
    let bytes = Buffer.alloc(0);
    for await (const part of secure) {
      bytes = Buffer.concat([bytes, part]);
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) continue;
      const [first, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
      );
      const length = Number(headers['content-length'] ?? 0);
      if (bytes.length < end + 4 + length) continue;
      const [method, target] = first.split(' ');
      const body = bytes.subarray(end + 4, end + 4 + length);
      bytes = bytes.subarray(end + 4 + length);
      const head = ({ status, headers: given, body: content }, more = {}) => {
        const all = { 'content-length': content.length, connection: this.keepAlive ? 'keep-alive' : 'close', ...given, ...more };
        const written = Object.entries(all).filter(([, value]) => value !== null);
        return `HTTP/1.1 ${status} Answered\r\n${written.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
      };
      const answer = (reply) => {
        secure.write(Buffer.concat([Buffer.from(head(reply)), reply.body]));
        if (!this.keepAlive) secure.end();
      };
      await this.#receive({ method, target, headers, body }, connection, { secure, head, answer });
    }
  }

  async #stream(stream, headers) {
    stream.on('error', () => {});
    const parts = [];
    for await (const part of stream) parts.push(part);
    const request = {
      method: headers[':method'],
      target: headers[':path'],
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':'))),
      body: Buffer.concat(parts),
    };
    const answer = ({ status, headers: given, body }) => {
      if (stream.destroyed) return;
      const offered = this.#offered.at(-1)?.address();
      const offer = offered && { 'alt-svc': `h3=":${offered.port}"; ma=3600` };
      stream.respond({ ':status': status, ...given, ...offer });
      stream.end(body);
    };
    const connection = this.#open.get(stream.session.socket.remotePort);
    if (connection) await this.#receive(request, connection, { stream, answer }).catch(() => {});
  }

  async #receive(request, connection, ways) {
    const [path, query = ''] = request.target.split('?');
    connection.requests += 1;
    this.received.push({ method: request.method, path, query: decodeURIComponent(query), length: request.headers['content-length'], connection: connection.number, place: connection.requests });
    const route = `${request.method} ${path}`;
    const found = this.#faults.find((fault) => fault.route === route && fault.left > 0);
    const pass = () => this.#pass(request);
    if (!found) return ways.answer(await pass());
    found.left -= 1;
    return found.fault({ ...ways, pass, raw: connection.raw, wire: this, request });
  }

  /** Asks the sandbox; addresses are exchanged on the way. */
  async #pass({ method, target, headers, body }) {
    const there = (text) => exchanged(text, this.url, this.sandbox.url);
    const { host, connection, 'content-length': length, ...rest } = headers;
    const response = await fetch(this.sandbox.url + there(target), {
      method,
      headers: { ...rest, 'accept-encoding': 'identity' },
      body: body.length > 0 ? there(body.toString()) : undefined,
      redirect: 'manual',
    });
    const text = exchanged(await response.text(), this.sandbox.url, this.url);
    const { 'content-length': old, connection: other, 'keep-alive': more, ...given } = Object.fromEntries(response.headers);
    return { status: response.status, headers: given, body: Buffer.from(text) };
  }
}

const exchanged = (text, from, to) =>
  text.replaceAll(from, to).replaceAll(encodeURIComponent(from), encodeURIComponent(to));

/** What can happen to a request, each as [`Wire.spoil`] takes it. Those that begin with `lost` have executed it. */
export const WIRE = {
  nothing: async ({ pass, answer }) => answer(await pass()),
  reset: ({ raw }) => raw.resetAndDestroy(),
  closed: ({ secure }) => secure.end(),
  lost: async ({ pass, raw }) => {
    await pass();
    raw.resetAndDestroy();
  },
  lostByClosing: async ({ pass, secure }) => {
    await pass();
    secure.end();
  },
  lostAfterHeaders: async ({ pass, secure, head }) => {
    secure.write(head(await pass()));
    secure.end();
  },
  lostInBody: async ({ pass, secure, head }) => {
    const reply = await pass();
    secure.write(Buffer.concat([Buffer.from(head(reply)), reply.body.subarray(0, reply.body.length / 2)]));
    secure.end();
  },
  held: async ({ pass, answer, wire }) => {
    const reply = await pass();
    await wire.hold();
    answer(reply);
  },
  stalled: async ({ pass, secure, head, wire }) => {
    const reply = await pass();
    secure.write(Buffer.concat([Buffer.from(head(reply)), reply.body.subarray(0, reply.body.length / 2)]));
    await wire.hold();
    secure.end();
  },
  dripping: async ({ pass, secure, head }) => {
    const reply = await pass();
    secure.write(head(reply));
    let at = 0;
    const drip = setInterval(() => {
      if (secure.destroyed || at >= reply.body.length) clearInterval(drip);
      else secure.write(reply.body.subarray(at, (at += 1)));
    }, 100);
  },
  garbledChunks: async ({ pass, secure, head }) => {
    const reply = await pass();
    secure.write(`${head(reply, { 'content-length': null, 'transfer-encoding': 'chunked' })}5\r\n{"a":\r\nxyz\r\n`);
    secure.end();
  },
  twoLengths: async ({ pass, secure, head }) => {
    const reply = await pass();
    secure.write(head(reply, { 'Content-Length': reply.body.length + 7 }) + reply.body);
    secure.end();
  },
  notHttp: async ({ pass, secure }) => {
    await pass();
    secure.end('\u0000\u0001\u0002 this is no HTTP\r\n\r\n');
  },
  tooSlow: ({ secure, wire }) => {
    secure.write('HTTP/1.1 408 Request Timeout\r\naccess-control-allow-origin: *\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    secure.end();
  },
  refusedStream: ({ stream }) => stream.close(7),
  lostStream: async ({ pass, stream }) => {
    await pass();
    stream.close(2);
  },
  /** A server that wants to know how long a body is before it takes it. */
  lengthRequired: async ({ request, pass, answer }) => {
    if ('content-length' in request.headers) return answer(await pass());
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/json' };
    answer({ status: 411, headers, body: Buffer.from('{"title":"Length Required","message":"How long is it?"}') });
  },
  goAway: ({ stream, raw }) => {
    stream.session.goaway(0, 0);
    setImmediate(() => raw.destroySoon());
  },
};

/** Shows times that come through a wire, and lets a test go on from there; `enter` signs in another way than by a token. */
export async function through({ attributes: more, enter, ...options }, { page, open, sandbox, site, watch }, act) {
  const wire = await Wire.start(sandbox, options);
  watch.allow({ host: wire.url, console: NETWORK_COMPLAINT });
  try {
    const type = await eventType(sandbox, '30min');
    const attributes = {
      'client-id': CLIENT_ID, locale: 'en-GB', timezone: 'Europe/Berlin', ...sandbox.attributes, ...wire.attributes,
      'redirect-uri': `${site.url}/slotlink/callback.html`, 'event-type': type.id, ...more,
    };
    await open(page, { now: NOW, attributes });
    if (enter) await enter(page);
    else await useToken(page, pat());
    await expectAccount(page, 'Mira Albrecht');
    await settled(page);
    await act(wire);
  } finally {
    await wire.stop();
  }
}
