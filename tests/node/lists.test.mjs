// Lists that do not end or change while they are read: every item is given once, and what the pages did is told.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const folder = process.env.SLOTLINK_PACKAGE ?? join(resolve(root, process.env.CARGO_TARGET_DIR ?? 'target'), 'npm/package');
const { createClient } = await import(join(folder, 'client/node.js'));

/** What is answered to a page token: the last parts of the items' addresses, and the next token. */
let page;
const server = createServer((request, response) => {
  const { origin, searchParams } = new URL(request.url, 'http://localhost');
  const found = page(searchParams.get('page_token'));
  const [items, next] = found ?? [[], null];
  const collection = items.map((name) => ({ uri: `${origin}/event_types/${name}` }));
  const pagination = { count: items.length, next_page: null, previous_page: null, next_page_token: next, previous_page_token: null };
  response.writeHead(found ? 200 : 400, { 'content-type': 'application/json' });
  response.end(JSON.stringify(found ? { collection, pagination } : { title: 'Invalid Argument', message: 'The page token is no longer valid.' }));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
after(() => server.close());

/** The items of the list by the end of their addresses, and what was told of it. */
async function read() {
  const told = [];
  const client = createClient({
    apiUrl: `http://127.0.0.1:${server.address().port}`,
    token: 'a-token',
    rateLimit: { requests: 1_000_000, seconds: 60 },
    onNotice: (notice) => told.push(notice),
  });
  const items = await client.listEventTypes({ user: 'U1' }).toArray();
  return { items: items.map(({ uri }) => uri.split('/').at(-1)), told };
}

const operation = 'ListEventTypes';

test('of a list that ends nothing is told', async () => {
  page = (token) => (token ? [['c'], null] : [['a', 'b'], 'second']);
  assert.deepEqual(await read(), { items: ['a', 'b', 'c'], told: [] });
});

test('a page that comes again ends the list, which is told', async () => {
  page = (token) => (token ? [['c'], 'second'] : [['a', 'b'], 'second']);
  assert.deepEqual(await read(), { items: ['a', 'b', 'c'], told: [{ code: 'list_cut_short', operation }] });
});

test('so does the two hundredth page', async () => {
  page = (token) => [[`item-${token ?? 0}`], String(Number(token ?? 0) + 1)];
  const { items, told } = await read();
  assert.equal(items.length, 200);
  assert.deepEqual(told, [{ code: 'list_cut_short', operation }]);
});

test('an item that moved to the next page is given once, and that the list changed is told', async () => {
  page = (token) => (token ? [['b', 'c'], null] : [['a', 'b'], 'second']);
  assert.deepEqual(await read(), { items: ['a', 'b', 'c'], told: [{ code: 'list_changed', operation }] });
});

test('a page token that expired begins the list again, which is told', async () => {
  let expired = false;
  page = (token) => {
    if (token === null) return expired ? [['a', 'b'], 'fresh'] : [['a'], 'stale'];
    if (token === 'fresh') return [['c'], null];
    expired = true;
    return undefined;
  };
  assert.deepEqual(await read(), { items: ['a', 'b', 'c'], told: [{ code: 'list_changed', operation }] });
});
