// The courier: sends the calls to webhooks that are due, and reports what became of them.
//
// It speaks plain HTTP to this machine and nothing else: the core names the addresses, no name is looked up, and a
// redirect is not followed.
import { request } from 'node:http';

/** How often it looks whether a call is due: the sandbox's clock can be moved at any time. In milliseconds. */
const LOOK = 50;
/** How long a connection may take, and then an answer, in milliseconds. */
const CONNECT = 10_000;
const READ = 15_000;

/** Sends what is due, for ever. */
export function deliverCalls(core) {
  setInterval(() => {
    for (const call of JSON.parse(core.calls(Date.now()))) {
      send(call).then(
        (status) => core.answered(call.number, status, '', Date.now()),
        (error) => core.answered(call.number, undefined, error.message, Date.now()),
      );
    }
  }, LOOK);
}

/** Makes one call, at the first of its addresses that takes the connection: the status of the answer. */
async function send(call) {
  let failure = new Error('no address of this machine');
  for (const address of call.addresses) {
    try {
      return await attempt(call, address);
    } catch (error) {
      failure = error;
      if (error.code !== 'ECONNREFUSED') break;
    }
  }
  throw failure;
}

function attempt(call, { host, port }) {
  return new Promise((done, fail) => {
    const headers = {
      host: call.authority,
      'user-agent': 'slotlink-sandbox',
      connection: 'close',
      'content-length': Buffer.byteLength(call.body),
      ...Object.fromEntries(call.headers),
    };
    const sent = request({ host, port, path: call.target, method: 'POST', headers, agent: false });
    const limit = (time, what) => setTimeout(() => sent.destroy(new Error(what)), time);
    let timer = limit(CONNECT, 'no connection within 10 seconds');
    sent.on('socket', (socket) =>
      socket.on('connect', () => {
        clearTimeout(timer);
        timer = limit(READ, 'no answer within 15 seconds');
      }),
    );
    sent.on('response', (response) => {
      clearTimeout(timer);
      done(response.statusCode);
      sent.destroy();
    });
    sent.on('error', (error) => {
      clearTimeout(timer);
      fail(error);
    });
    sent.end(call.body);
  });
}
