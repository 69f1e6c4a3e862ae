// The verifier of the package decides as the Rust one does: the same fixtures, case by case.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { ReplayGuard, verifySignature, verifyWebhook, WebhookError, webhookKey } from '../../npm/webhooks.js';

const fixture = (path) => JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8'));
const { vectors, cases } = fixture('webhooks/signatures.json');
const { key: replayKey, sequences } = fixture('webhooks/replays.json');

/** A text, or bytes that are written in hexadecimal where they are none. */
const given = (entry, name) => entry[name] ?? Uint8Array.from(Buffer.from(entry[`${name}_hex`], 'hex'));

/** What comes of it: a refusal's word, or `accepted`. */
async function outcome(work) {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    assert.ok(error instanceof WebhookError, error);
    return error.code;
  }
}

const [ordinary] = vectors;
const NOW = Number(ordinary.time) * 1000;
const call = (changes = {}) => ({
  body: ordinary.body,
  header: `t=${ordinary.time},v1=${ordinary.v1}`,
  signingKey: ordinary.key,
  now: NOW,
  ...changes,
});

test('the fixtures have what they are meant to have', () => {
  assert.ok(vectors.length >= 6 && cases.length > 50 && sequences.length > 14);
});

for (const vector of vectors) {
  test(`the signature of ${vector.name} is the listed one`, async () => {
    const signedAt = new Date(Number(vector.time) * 1000);
    const verified = await verifySignature({
      body: given(vector, 'body'),
      header: `t=${vector.time},v1=${vector.v1}`,
      signingKey: given(vector, 'key'),
      now: signedAt,
    });
    assert.deepEqual(verified, { signedAt });
  });
}

for (const entry of cases) {
  test(`${entry.name}: ${entry.outcome}`, async () => {
    const tolerance = { oldest: entry.oldest, newest: entry.newest };
    const verified = verifySignature({
      body: given(entry, 'body'),
      header: entry.header,
      signingKey: given(entry, 'key'),
      now: entry.now * 1000,
      tolerance,
    });
    assert.equal(await outcome(() => verified), entry.outcome);
  });
}

for (const { name, most, calls } of sequences) {
  test(`calls in a sequence: ${name}`, async () => {
    const guard = new ReplayGuard(most);
    const outcomes = [];
    for (const { header, body, now, handled, oldest } of calls) {
      outcomes.push(await outcome(async () => {
        const verified = await verifySignature({ body, header, signingKey: replayKey, now: now * 1000, tolerance: { oldest } });
        guard.take(verified, now * 1000);
        if (handled === false) guard.giveBack(verified);
      }));
    }
    assert.deepEqual(outcomes, calls.map((entry) => entry.outcome));
  });
}

test('the envelope comes out of every form of the body', async () => {
  const bytes = new TextEncoder().encode(ordinary.body);
  for (const body of [ordinary.body, bytes, bytes.buffer, Buffer.from(bytes), new DataView(bytes.buffer)]) {
    assert.deepEqual(await verifyWebhook(call({ body })), JSON.parse(ordinary.body));
  }
});

test('a rightly signed body that is no webhook has a code of its own', async () => {
  const code = (name) => {
    const { key, time, v1, ...vector } = vectors.find((vector) => vector.name.includes(name));
    return outcome(() => verifyWebhook({
      body: given(vector, 'body'), header: `t=${time},v1=${v1}`, signingKey: key, now: Number(time) * 1000,
    }));
  };
  assert.equal(await code('an empty body'), 'not_json');
  assert.equal(await code('line breaks of both kinds'), 'not_webhook');
});

test('a guard takes and gives back the envelope as well', async () => {
  const guard = new ReplayGuard(1);
  const webhook = await verifyWebhook(call());
  guard.take(webhook, NOW);
  const again = await verifyWebhook(call());
  assert.throws(() => guard.take(again, NOW), { code: 'replayed' });
  guard.giveBack(again);
  guard.take(webhook, NOW);
  assert.throws(() => guard.take({ ...webhook }, NOW), TypeError);
});

test('every byte of the body counts, and every letter of the header', async () => {
  const { body, header } = call();
  for (let at = 0; at < body.length; at += 1) {
    const bytes = new TextEncoder().encode(body);
    bytes[at] ^= 1;
    assert.equal(await outcome(() => verifyWebhook(call({ body: bytes }))), 'mismatch', `byte ${at}`);
  }
  for (let at = 0; at < header.length; at += 1) {
    const changed = header.slice(0, at) + String.fromCharCode(header.charCodeAt(at) ^ 1) + header.slice(at + 1);
    assert.notEqual(await outcome(() => verifyWebhook(call({ header: changed }))), 'accepted', `letter ${at}`);
  }
});

/** The header that a key signs, made by another library. */
const signed = (key, time, body) =>
  `t=${time},v1=${createHmac('sha256', key).update(`${time}.`).update(body).digest('hex')}`;

test('the vectors of Wycheproof are taken and refused as they say', async () => {
  const { vectors } = fixture('webhooks/hmac.json');
  assert.equal(vectors.length, 174);
  let taken = 0;
  for (const vector of vectors) {
    const [signingKey, message, tag] = ['key', 'message', 'tag'].map((name) => Buffer.from(vector[name], 'hex'));
    const code = createHmac('sha256', signingKey).update(message).digest();
    assert.equal(code.subarray(0, tag.length).equals(tag), vector.valid, JSON.stringify(vector));
    // The same bits wrong, where the vector has wrong ones; the half alone, where it has one.
    const [time, digits] = signed(signingKey, ordinary.time, message).split(',v1=');
    const right = Buffer.from(digits, 'hex');
    const given = Buffer.from(tag.map((byte, at) => byte ^ code[at] ^ right[at])).toString('hex');
    const result = await outcome(() => verifySignature({ body: message, header: `${time},v1=${given}`, signingKey, now: NOW }));
    const whole = vector.valid && tag.length === 32;
    assert.equal(result, whole ? 'accepted' : 'mismatch', JSON.stringify(vector));
    taken += Number(whole);
  }
  assert.equal(taken, 33);
});

test('no bit of a signature can be flipped, and no part of it is enough', async () => {
  const code = Buffer.from(ordinary.v1, 'hex');
  const tried = (digits) => outcome(() => verifyWebhook(call({ header: `t=${ordinary.time},v1=${digits}` })));
  assert.equal(await tried(code.toString('hex')), 'accepted');
  for (let bit = 0; bit < 256; bit += 1) {
    const flipped = Buffer.from(code);
    flipped[bit >> 3] ^= 1 << (bit & 7);
    assert.equal(await tried(flipped.toString('hex')), 'mismatch', `bit ${bit}`);
  }
  for (let length = 0; length < 64; length += 1) {
    assert.equal(await tried(ordinary.v1.slice(0, length)), 'mismatch', `${length} digits`);
  }
});

test('keys and bodies of every length around the blocks of the hash give the code of another library', async () => {
  for (const length of [1, 31, 32, 33, 54, 55, 56, 63, 64, 65, 119, 120, 127, 128, 129, 1000]) {
    for (const other of [1, 31, 32, 63, 64, 65, 128, 131]) {
      const [signingKey, body] = [Buffer.alloc(other, 0xa5), Buffer.alloc(length, 0x5a)];
      const verified = verifySignature({ body, header: signed(signingKey, ordinary.time, body), signingKey, now: NOW });
      assert.equal(await outcome(() => verified), 'accepted', `a key of ${other}, a body of ${length}`);
    }
  }
});

test('options that would let every call pass are errors of the program', async () => {
  for (const changes of [
    { signingKey: '' }, { signingKey: new Uint8Array() }, { signingKey: undefined }, { tolerance: NaN },
    { tolerance: -1 }, { tolerance: Infinity }, { tolerance: { oldest: '5' } }, { tolerance: null }, { now: NaN },
    { body: undefined }, { body: { event: 'invitee.created' } }, { header: ['t=1', 'v1=2'] },
  ]) {
    await assert.rejects(verifyWebhook(call(changes)), TypeError, Object.keys(changes)[0]);
  }
  for (const most of [-1, NaN, '5', undefined, 0.5]) assert.throws(() => new ReplayGuard(most), TypeError);
});

test('a fraction of a second does not count against a call', async () => {
  const at = (now) => outcome(() => verifyWebhook(call({ now })));
  assert.equal(await at(NOW + 180_999), 'accepted');
  assert.equal(await at(NOW + 181_000), 'too_old');
  assert.equal(await at(NOW - 180_000), 'accepted');
  assert.equal(await at(NOW - 180_001), 'too_new');
});

test('every listed envelope has its key', () => {
  const { cases } = fixture('webhooks/keys.json');
  assert.ok(cases.length > 6);
  for (const { webhook, key } of cases) assert.equal(webhookKey(webhook), key);
});
