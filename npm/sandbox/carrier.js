// The sandbox on a socket: reads requests, asks the core, sends the answers, and spoils the delivery when told to.
import { createServer, validateHeaderName, validateHeaderValue } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** The largest body that is read, in bytes. */
const LIMIT = 1 << 20;
/** How long what was sent so far gets to leave before the connection is cut, in milliseconds. */
const LEAVE = 20;

/** A timer of nothing takes a millisecond too. */
const pause = (milliseconds) => (milliseconds > 0 ? sleep(milliseconds) : undefined);

/** A server that is not listening yet. */
export function carrier(core) {
  const connections = new WeakMap();
  let count = 0;
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 0 }, (request, response) => {
    // Whatever goes wrong with one request ends that one.
    serve(request, response).catch(() => response.socket?.destroy());
  });
  const serve = async (request, response) => {
    const seen = connections.get(request.socket);
    const number = [seen.number, ++seen.requests];
    const body = await read(request);
    if (body === undefined) {
      send(response, { status: 413, headers: [['connection', 'close']] }, Buffer.alloc(0));
      request.resume();
      return;
    }
    const reply = JSON.parse(core.respond(JSON.stringify(described(request, body, number)), Date.now()));
    await deliver(reply, response);
  };
  server.on('connection', (socket) => {
    socket.setNoDelay(true);
    connections.set(socket, { number: ++count, requests: 0 });
  });
  return server;
}

/** The body as text; undefined if it is too large or did not arrive. */
async function read(request) {
  const pieces = [];
  let length = 0;
  try {
    // Destroying the request would take the connection away that the refusal is sent on.
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      length += piece.length;
      if (length > LIMIT) return undefined;
      pieces.push(piece);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(pieces).toString('utf8');
}

function described(request, body, connection) {
  const [path, ...query] = request.url.split('?');
  const headers = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const [name, value] = request.rawHeaders.slice(at, at + 2);
    headers.push([name, Buffer.from(value, 'latin1').toString('utf8')]);
  }
  const loopback = isLoopback(request.socket.remoteAddress ?? '');
  return { method: request.method, path, query: query.join('?'), headers, body, loopback, connection };
}

function isLoopback(address) {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

/** Sends the answer as the delivery says. */
async function deliver(reply, response) {
  const { delay_ms, stall_ms, cut, reset, bytes_per_second } = reply;
  const body = 'body_base64' in reply ? Buffer.from(reply.body_base64, 'base64') : Buffer.from(reply.body);
  await pause(delay_ms);
  if (cut === null || cut === 'before_headers') await pause(stall_ms);
  if (cut === 'before_headers') {
    hangUp(response, reset);
  } else if (cut !== null) {
    // At least one byte is promised, so that an empty body can be cut too.
    head(response, reply, Math.max(body.length, 1));
    response.flushHeaders();
    if (cut === 'mid_body') response.write(body.subarray(0, body.length >> 1));
    await pause(stall_ms + LEAVE);
    hangUp(response, reset);
  } else if (bytes_per_second > 0) {
    await drip(response, reply, body, bytes_per_second);
  } else {
    send(response, reply, body);
  }
}

function hangUp(response, reset) {
  if (reset) response.socket?.resetAndDestroy();
  else response.socket?.destroy();
}

/** Sends the body slowly, in up to ten pieces a second. */
async function drip(response, reply, body, bytesPerSecond) {
  const piece = Math.ceil(bytesPerSecond / 10);
  head(response, reply, body.length);
  for (let at = 0; at < body.length && !response.destroyed; at += piece) {
    await pause((1000 * piece) / bytesPerSecond);
    response.write(body.subarray(at, at + piece));
  }
  response.end();
}

function send(response, reply, body) {
  head(response, reply, body.length);
  response.end(body);
}

/** Status and headers. What HTTP does not allow in a header is left away; a fault may name anything. */
function head(response, { status, headers }, length) {
  response.statusCode = status;
  for (const [name, text] of headers) {
    const value = Buffer.from(text, 'utf8').toString('latin1');
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      continue;
    }
    response.setHeader(name, value);
  }
  const empty = status === 204 || status === 304;
  if (!empty && !response.hasHeader('content-length')) response.setHeader('content-length', length);
}
