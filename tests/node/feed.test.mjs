// The live feed of the package against its sandbox: what happens there is iterated over, once, also after a restart.
import assert from 'node:assert/strict';
import test from 'node:test';
import { sandbox, script, TOKEN } from './sandbox.mjs';

const { createClient } = await script('client/node.js');
const { webhookKey } = await script('webhooks.js');

const EVENTS = ['invitee.created', 'invitee.canceled', 'invitee_no_show.created', 'routing_form_submission.created'];

/** A store that two feeds can share. */
function store() {
  const kept = new Map();
  let turn = Promise.resolve();
  return {
    kept,
    load: async (name) => kept.get(name),
    save: async (name, memory) => void kept.set(name, memory),
    lock: async () => {
      const before = turn;
      let release;
      turn = new Promise((done) => { release = done; });
      await before;
      return release;
    },
  };
}

const feedOf = (apiUrl, options) => createClient({ apiUrl, token: TOKEN }).liveFeed({
  events: EVENTS, scope: 'organization', interval: 1, requestsPerMinute: 5000, ...options,
});

/** The next envelope, within so many milliseconds. */
async function next(feed, within = 15_000) {
  const late = AbortSignal.timeout(within);
  const { value, done } = await Promise.race([
    feed.next(),
    new Promise((_, fail) => { late.onabort = () => fail(new Error('no envelope came')); }),
  ]);
  assert.ok(!done, 'the feed ended');
  return value;
}

test('a booking, a cancellation and a mark of missing come in the envelopes of webhooks', async (test) => {
  const { apiUrl, api, me, book, advance } = await sandbox(test);
  const feed = feedOf(apiUrl, { since: new Date(Date.now() - 2000) });
  const booked = await book(0);
  const created = await next(feed);
  assert.deepEqual(Object.keys(created), ['event', 'created_at', 'created_by', 'payload']);
  assert.equal(created.event, 'invitee.created');
  assert.equal(created.created_by, me.uri);
  assert.equal(created.payload.uri, booked.uri);
  assert.equal(created.payload.name, 'Jo Ahörn');
  assert.equal(created.payload.scheduled_event.uri, booked.event);
  assert.equal(webhookKey(created), `invitee.created ${booked.uri.split('/').pop()}`);

  await api('POST', `${booked.event}/cancellation`, { reason: 'Krank' });
  const canceled = await next(feed);
  assert.equal(canceled.event, 'invitee.canceled');
  assert.equal(canceled.payload.cancellation.reason, 'Krank');
  await feed.return();

  // A mark can be made of what has begun only: the sandbox's clock goes ahead, and this machine's does not.
  const later = await book(1);
  await advance(8 * 86_400_000);
  await api('POST', '/invitee_no_shows', { invitee: later.uri });
  const marks = feedOf(apiUrl, { events: ['invitee_no_show.created'], since: new Date(Date.now() - 2000) });
  const marked = await next(marks);
  assert.equal(marked.payload.uri, later.uri);
  assert.ok(marked.payload.no_show.uri);
  await marks.return();
});

test('what was taken is not handed out again, what was not is, and two feeds of a store take turns', async (test) => {
  const { apiUrl, book } = await sandbox(test);
  const shared = store();
  const options = { store: shared, since: new Date(Date.now() - 2000), events: ['invitee.created'] };
  const first = feedOf(apiUrl, options);
  const uris = [(await book(0)).uri, (await book(2)).uri];
  const keys = [webhookKey(await next(first))];
  keys.push(webhookKey(await next(first)));
  // The first was taken when the second was asked for; the second was not.
  const second = feedOf(apiUrl, options);
  const waiting = second.next();
  let answered = false;
  void waiting.then(() => { answered = true; });
  await new Promise((done) => { setTimeout(done, 1500); });
  assert.equal(answered, false, 'one of them polls');
  await first.return();
  const again = (await waiting).value;
  assert.equal(webhookKey(again), keys[1]);
  assert.deepEqual(new Set(keys), new Set(uris.map((uri) => `invitee.created ${uri.split('/').pop()}`)));
  assert.equal(shared.kept.size, 1);
  assert.doesNotMatch([...shared.kept.values()].join(), /Ahörn|ahorn/);
  await second.return();
});

test('a signal ends the feed, and a failure that does not pass is thrown', async (test) => {
  const { apiUrl } = await sandbox(test);
  const controller = new AbortController();
  const feed = feedOf(apiUrl, { signal: controller.signal });
  setTimeout(() => controller.abort(), 500);
  const seen = [];
  for await (const webhook of feed) seen.push(webhook);
  assert.deepEqual(seen, []);

  const stranger = createClient({ apiUrl, token: 'nobody' });
  const refused = stranger.liveFeed({ events: EVENTS, scope: 'organization' });
  await assert.rejects(refused.next(), { name: 'SlotlinkError', code: 'unauthenticated' });
  assert.deepEqual(await refused.next(), { value: undefined, done: true });
});

test('a failure that passes is told and the feed goes on', async (test) => {
  const { apiUrl, book } = await sandbox(test);
  const { fetch } = globalThis;
  test.after(() => { globalThis.fetch = fetch; });
  let broken = true;
  const errors = [];
  const feed = feedOf(apiUrl, {
    since: new Date(Date.now() - 2000),
    onError: (error) => { errors.push(error.code); broken = false; },
  });
  await book(0);
  globalThis.fetch = (input, init) => {
    const { pathname } = new URL(input.url ?? input);
    if (broken && pathname === '/scheduled_events') return Promise.reject(new TypeError('fetch failed'));
    return fetch(input, init);
  };
  assert.equal((await next(feed, 60_000)).event, 'invitee.created');
  assert.deepEqual(errors, ['network']);
  await feed.return();
});

test('options that cannot be used are refused with their names', async () => {
  const client = createClient({ apiUrl: 'http://127.0.0.1:1', token: TOKEN });
  assert.throws(() => client.liveFeed({ event: 'invitee.created' }), /no option “event”/);
  assert.throws(() => client.liveFeed({ events: EVENTS, interval: 0 }), TypeError);
  const refusals = {
    'events[0] cannot be polled': { events: ['contact.created'], scope: 'organization' },
    'events[1] cannot be polled': { events: ['invitee.created', 'invitee_no_show.deleted'], scope: 'user' },
    'events[0] goes with the scope organization only': { events: ['routing_form_submission.created'], scope: 'user' },
    'group is needed': { events: ['invitee.created'], scope: 'group' },
    'since must be': { events: ['invitee.created'], scope: 'user', since: 'yesterday' },
    'organization is the uri of another kind': {
      events: ['invitee.created'], scope: 'organization', organization: 'https://api.calendly.com/users/U1',
    },
    'horizonDays must be': { events: ['invitee.created'], scope: 'user', horizonDays: 0.5 },
    'events must be': { events: 'invitee.created', scope: 'user' },
  };
  for (const [words, options] of Object.entries(refusals)) {
    await assert.rejects(client.liveFeed(options).next(), (error) => {
      assert.equal(error.code, 'invalid_argument');
      assert.match(error.message, new RegExp(words.replace(/[[\]]/g, '\\$&')));
      return true;
    });
  }
});
