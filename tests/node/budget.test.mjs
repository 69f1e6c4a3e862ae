// The rate budget of a program: both modules of the client keep to one, and what only waited was never sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TOKEN, sandbox, script } from './sandbox.mjs';

const { createClient } = await script('client/node.js');

/** A client that has used up its budget for the next hour. */
async function exhausted(test) {
  const house = await sandbox(test);
  const client = createClient({ apiUrl: house.apiUrl, token: TOKEN, rateLimit: { requests: 2, seconds: 3600 } });
  await client.getCurrentUser();
  await client.getCurrentUser();
  return { ...house, client };
}

/** Calls, and aborts as soon as the call says that it waits; what it told of itself until then. */
async function abortedInTheQueue(call) {
  const stop = new AbortController();
  const states = [];
  const onProgress = ({ state }) => {
    states.push(state);
    stop.abort();
  };
  await assert.rejects(call({ signal: stop.signal, onProgress }), { code: 'aborted', reach: 'not_sent' });
  return states;
}

test('the first call of the second module keeps to the budget that the first one has used', async (test) => {
  const { client } = await exhausted(test);
  const raw = (options) => client.rawRequest({ method: 'GET', path: '/users/me' }, options);
  assert.deepEqual(await abortedInTheQueue(raw), ['waiting']);
});

test('what was deleted before an abort was told of', async (test) => {
  const { apiUrl, api, me } = await sandbox(test);
  const organization = me.current_organization;
  const instance = 'https://flows.example/i/1';
  for (const path of ['a', 'b', 'c']) {
    const url = `${instance}/${path}`;
    await api('POST', '/webhook_subscriptions', { url, events: ['invitee.created'], organization, scope: 'organization' });
  }
  const client = createClient({ apiUrl, token: TOKEN });
  const stop = new AbortController();
  const told = [];
  const onDeletion = ({ callbackUrl, outcome }) => {
    told.push([callbackUrl.slice(instance.length), outcome]);
    stop.abort();
  };
  const input = { organization, scope: 'organization', callbackUrlPrefix: instance };
  await assert.rejects(client.deleteInstancedWebhooks(input, { signal: stop.signal, onDeletion }), { code: 'aborted' });
  const { collection } = await api('GET', `/webhook_subscriptions?organization=${encodeURIComponent(organization)}&scope=organization`);
  const left = collection.map(({ callback_url }) => callback_url).filter((url) => url.startsWith(instance));
  assert.equal(told.length, 1);
  assert.equal(told[0][1], 'deleted');
  assert.ok(!left.includes(instance + told[0][0]));
});

test('a write that was aborted while it waited is told as not sent, and never is', async (test) => {
  const { api, client } = await exhausted(test);
  assert.deepEqual(await abortedInTheQueue((options) => client.createSchedulingLink({ owner: 'E1' }, options)), ['waiting']);
  const { requests } = await api('GET', '/__sandbox/ledger');
  assert.deepEqual(requests.filter(({ method }) => method === 'POST'), []);
});
