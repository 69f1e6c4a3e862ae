// A booking in the sandbox reaches a server, whose verifier takes the call as it is and in no other form.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import test from 'node:test';
import { sandbox, script } from './sandbox.mjs';

const { HEADER, ReplayGuard, verifyWebhook, WebhookError } = await script('webhooks.js');
const signingKey = 'a key of its own';

/** A server that verifies what it is sent, and shows it. */
async function receiver(test) {
  const guard = new ReplayGuard(100);
  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const call = { body: Buffer.concat(pieces), header: request.headers[HEADER] };
    let outcome;
    try {
      const webhook = await verifyWebhook({ ...call, signingKey });
      guard.take(webhook);
      outcome = { ...call, webhook };
    } catch (error) {
      outcome = { ...call, error };
    }
    response.writeHead(outcome.error ? 401 : 204).end();
    server.emit('call', outcome);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => server.close());
  return { server, url: `http://127.0.0.1:${server.address().port}/hook` };
}

test('a booking calls a server that verifies it, and every changed byte is refused', async (test) => {
  const { api, me, book } = await sandbox(test);
  const { server, url } = await receiver(test);
  await api('POST', '/webhook_subscriptions', {
    url, events: ['invitee.created', 'invitee.canceled'], scope: 'organization',
    organization: me.current_organization, signing_key: signingKey,
  });
  const called = once(server, 'call');
  const invitee = await book(0);
  const [{ body, header, webhook, error }] = await called;
  assert.ifError(error);
  assert.equal(webhook.event, 'invitee.created');
  assert.equal(webhook.payload.name, 'Jo Ahörn');
  assert.equal(webhook.payload.uri, invitee.uri);

  const refused = async (call) => {
    await assert.rejects(verifyWebhook({ body, header, signingKey, ...call }), WebhookError);
  };
  await verifyWebhook({ body, header, signingKey });
  for (let at = 0; at < body.length; at += 1) {
    const changed = Uint8Array.from(body);
    changed[at] ^= 1 << (at % 8);
    await refused({ body: changed });
  }
  for (let at = 0; at < header.length; at += 1) {
    for (let bit = 0; bit < 7; bit += 1) {
      const letter = String.fromCharCode(header.charCodeAt(at) ^ (1 << bit));
      await refused({ header: header.slice(0, at) + letter + header.slice(at + 1) });
    }
  }

  // The same call once more, from somebody who listened.
  const again = once(server, 'call');
  const answer = await fetch(url, { method: 'POST', body, headers: { [HEADER]: header } });
  assert.equal(answer.status, 401);
  assert.equal((await again)[0].error.code, 'replayed');
});
