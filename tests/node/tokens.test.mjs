// Given tokens: what is said of one that Calendly refuses, and whose it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TOKEN, sandbox, script } from './sandbox.mjs';

const { createClient } = await script('client/node.js');

test('a token that Calendly refuses is told as refused, whether it is a text or a function gives it', async (test) => {
  const { apiUrl } = await sandbox(test);
  const asked = [];
  const give = ({ reason }) => {
    asked.push(reason);
    return 'nobody';
  };
  for (const token of ['nobody', give]) {
    const client = createClient({ apiUrl, token });
    const refused = { name: 'SlotlinkError', code: 'unauthenticated', status: 401, reach: 'refused', transient: false };
    await assert.rejects(client.getCurrentUser(), refused);
    await assert.rejects(client.createSchedulingLink({ owner: 'E1' }), refused);
    assert.deepEqual(client.status, { signedIn: false, owner: null, scopes: [], pausedUntil: null });
    await assert.rejects(client.dataSources.eventTypes({ user: 'U1' }), { code: 'unauthenticated' });
  }
  assert.deepEqual(asked.slice(0, 4), ['missing', 'refused', 'missing', 'refused']);
});

test('whose a given token is stands in the status once something asked', async (test) => {
  const { apiUrl, me } = await sandbox(test);
  const client = createClient({ apiUrl, token: TOKEN });
  await client.listEventTypes({ user: me.uri });
  assert.equal(client.status.owner, null);
  await client.getCurrentUser();
  assert.equal(client.status.owner, me.uri);

  const other = createClient({ apiUrl, token: () => TOKEN });
  const stop = new AbortController();
  const feed = other.liveFeed({ events: ['invitee.created'], scope: 'organization', signal: stop.signal });
  const waiting = feed.next();
  while (other.status.owner === null) await new Promise((done) => setTimeout(done, 20));
  assert.equal(other.status.owner, me.uri);
  stop.abort();
  assert.equal((await waiting).done, true);
});

test('signing out forgets the token, whoever knows whose it is, and the program goes on', async (test) => {
  const { apiUrl, me } = await sandbox(test);
  for (const token of [TOKEN, () => TOKEN]) {
    for (const before of [
      () => {},
      (client) => client.getCurrentUser(),
      (client) => client.getCurrentUser().then(() => client.dataSources.eventTypes({ user: me.uri })),
    ]) {
      const client = createClient({ apiUrl, token });
      await before(client);
      assert.equal(await client.signOut(), true);
      assert.equal(client.status.signedIn, false);
      assert.equal((await client.getCurrentUser()).uri, me.uri);
      await client.signOut();
    }
  }
});

test('a token that an environment variable should have had is missed at once', () => {
  assert.throws(() => createClient({ token: undefined }), { message: 'token is not set' });
  createClient({ clientId: 'an-app', token: undefined });
});
