// The worker that holds the tokens: the page does everything, and has none.
import { expect, strictPolicy, test } from './harness.mjs';
import { snapshot } from './harness/heap.mjs';
import { WORDS, accountButton, chooseEventType, leaks, notice, recordEvents, remains, Secrets, signIn, signInButton, signOut, tokenCalls } from './harness/sign_in.mjs';

const NOW = '2026-12-01T08:00:00Z';
const HOUR = 3_600_000;
/** How long a request that is no read is waited for. */
const PATIENCE = 30_000;
const WORKER = { 'token-worker': '/slotlink/worker.js' };
/** Looks like a token, and is kept by the page. */
const CANARY = 'eyJraWQiOiJjYW5hcnkifQ.Zm91bmQtaW4tdGhlLWhlYXA.c2lnbmF0dXJl';

/** The strict policy, with what the worker needs beside it. */
const policy = (sandbox) =>
  strictPolicy(...sandbox.origins)
    .replace("trusted-types 'none'", 'trusted-types slotlink-worker')
    .concat("; worker-src 'self'");

/** Hands the module's memory to the test. */
function expose() {
  const real = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...values) => {
    const result = await real.apply(WebAssembly, values);
    globalThis.memory = result.instance.exports.memory;
    return result;
  };
}

/** Every text that the page's realm holds: what its heap snapshot names, and the bytes of the module's memory. */
async function held(page) {
  const session = await page.context().newCDPSession(page);
  const heap = await snapshot(session);
  await session.detach();
  const memory = await page.evaluate(() => new TextDecoder('latin1').decode(globalThis.memory.buffer));
  return { heap, memory };
}

/** Signs in, works, lets the token run out, works on, and looks at what the page holds; then signs out. */
async function work(page, { open, sandbox, attributes }) {
  const secrets = new Secrets(page.context());
  await page.addInitScript(expose);
  await open(page, { now: NOW, attributes });
  await signIn(page);
  await chooseEventType(page, '30 minute');
  // First the page's: what it then asks for, it does not give up.
  await page.clock.fastForward(3 * HOUR);
  await sandbox.advance(3 * HOUR);
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  // Made in the page, so that no text of the debugger's is what is found.
  await page.evaluate((token) => {
    globalThis.canary = [...token].reverse().join('');
  }, [...CANARY].reverse().join(''));
  const places = { ...(await held(page)), ...(await remains(page)) };
  expect(leaks(places, [CANARY]), 'what the page itself keeps is found').toEqual(['heap']);
  const { access, refresh } = await secrets.all();
  // Of the sign-in, and of a renewal; of two where a request was on its way between the two clocks.
  const renewals = (await tokenCalls(sandbox)).filter(({ form }) => form.get('grant_type') === 'refresh_token').length;
  expect(renewals).toBeGreaterThan(0);
  expect([access.length, refresh.length]).toEqual([1 + renewals, 1 + renewals]);
  await signOut(page);
  await expect(notice(page)).toContainText('Signed out, and the access was revoked at Calendly.');
  return { places, tokens: [...access, ...refresh] };
}

test('C21: with a worker the whole job is done, and neither the page’s heap nor the module’s memory has a byte of a token', async ({
  page,
  open,
  sandbox,
}) => {
  const { places, tokens } = await work(page, { open, sandbox, attributes: WORKER });
  // Not with the whole heap in the message.
  expect(places.heap.includes('slotlink-widget'), 'the heap was looked into').toBe(true);
  expect(places.memory.includes('held-'), 'the module has handles').toBe(true);
  expect(leaks(places, tokens)).toEqual([]);
});

test('the same look at a page without the worker does find its tokens', async ({ page, open, sandbox }) => {
  const { places, tokens } = await work(page, { open, sandbox, attributes: {} });
  expect(leaks(places, tokens)).toEqual(['memory']);
});

/** Hears whatever goes through what the page's scripts can replace, each text with the way on which it was heard. */
function eavesdrop() {
  const heard = (globalThis.heard = []);
  const read = TextDecoder.prototype.decode.bind(new TextDecoder());
  const { then } = Promise.prototype;
  const hear = (way, value) => {
    if (typeof value === 'string') heard.push([way, value]);
    else if (value instanceof Request || value instanceof Response) hear(way, [...value.headers]);
    else if (ArrayBuffer.isView(value)) heard.push([way, read(value)]);
    else if (Array.isArray(value) || value?.constructor === Object) for (const part of Object.values(value)) hear(way, part);
  };
  for (const [owner, name] of [
    [globalThis, 'fetch'], [Headers.prototype, 'set'], [Headers.prototype, 'append'], [JSON, 'parse'], [JSON, 'stringify'],
    [Reflect, 'set'], [Request.prototype, 'text'], [Response.prototype, 'text'], [TextDecoder.prototype, 'decode'],
    [TextEncoder.prototype, 'encode'], [TextEncoder.prototype, 'encodeInto'], [Worker.prototype, 'postMessage'],
  ]) {
    const real = owner[name];
    owner[name] = function (...values) {
      const result = real.apply(this, values);
      hear(name, values);
      if (result instanceof Promise) then.call(result, (value) => hear(name, value), () => {});
      else hear(name, result);
      return result;
    };
  }
  Promise.prototype.then = function (...values) {
    then.call(this, (value) => hear('then', value), () => {});
    return then.apply(this, values);
  };
  Array.prototype.toJSON = function () {
    hear('toJSON', this);
    return this;
  };
  const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data');
  Object.defineProperty(MessageEvent.prototype, 'data', {
    get() {
      const data = get.call(this);
      hear('data', data);
      return data;
    },
  });
}

/** Does the whole job on a page that listens in; on which ways tokens were heard. */
async function overheard(page, { open, sandbox, attributes }) {
  await page.addInitScript(eavesdrop);
  const { tokens } = await work(page, { open, sandbox, attributes });
  await page.evaluate((text) => JSON.stringify([text]), CANARY);
  const heard = await page.evaluate(() => globalThis.heard);
  expect(heard.length, 'something was heard').toBeGreaterThan(100);
  const ways = (secrets) => new Set(heard.filter(([, text]) => secrets.some((secret) => text.includes(secret))).map(([way]) => way));
  expect(ways([CANARY]), 'lists are heard').toContain('toJSON');
  return [...ways(tokens)];
}

test('C22: a page that replaces fetch and all around it hears no token that a worker holds', async ({ page, open, sandbox }) => {
  expect(await overheard(page, { open, sandbox, attributes: WORKER })).toEqual([]);
});

test('without the worker the same page does hear them', async ({ page, open, sandbox }) => {
  expect(await overheard(page, { open, sandbox, attributes: {} })).toEqual(expect.arrayContaining(['text', 'then']));
});

test('a worker works under the strict policy with two words more', async ({ page, open, sandbox }) => {
  await open(page, { host: 'strict', now: NOW, attributes: WORKER, csp: policy(sandbox) });
  await signIn(page);
  await chooseEventType(page, '30 minute');
  expect(await sandbox.requests('GET /event_type_available_times')).not.toHaveLength(0);
});

test('a reload ends the session that a worker held, on the dashboard too', async ({ page, open, sandbox }) => {
  await open(page, { host: '/', now: NOW, attributes: { ...WORKER, 'token-worker': '/worker.js', 'redirect-uri': null, 'sign-in': 'popup' } });
  await signIn(page);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  await page.reload();
  await expect(signInButton(page)).toBeVisible();
});

test('a refused refresh ends the session that a worker holds', async ({ page, open, sandbox }) => {
  await open(page, { now: NOW, attributes: WORKER });
  await signIn(page);
  await chooseEventType(page, '30 minute');
  await sandbox.faults([{ route: 'POST /oauth/token', status: 400, body: { error: 'invalid_grant' } }]);
  await sandbox.advance(3 * HOUR);
  await page.clock.fastForward(3 * HOUR);
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  await expect(signInButton(page)).toBeVisible();
  expect((await tokenCalls(sandbox)).length).toBe(2);
});

test('C17: a refresh token that is never replaced is still known to the worker after ten renewals', async ({ page, open, sandbox }) => {
  await open(page, { now: NOW, attributes: WORKER });
  await signIn(page);
  await chooseEventType(page, '30 minute');
  /** Lets the token run out, and asks for the times. In the page first: what is on its way meanwhile is refused by nobody. */
  const renew = async (count) => {
    await page.clock.fastForward(3 * HOUR);
    await sandbox.advance(3 * HOUR);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect.poll(async () => (await tokenCalls(sandbox)).length).toBe(1 + count);
    await expect(page.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  };
  for (let count = 1; count <= 10; count += 1) {
    await sandbox.faults([{ route: 'POST /oauth/token', status: 200, content_type: 'application/json', body: {
      token_type: 'bearer',
      access_token: await sandbox.token({ user: 'mira-albrecht', ttl: 50_000 }),
      id_token: 'an.id.token',
      expires_in: 7200,
    } }]);
    await renew(count);
  }
  // The sandbox takes this one for what it is.
  await renew(11);
  const sent = (await tokenCalls(sandbox)).slice(1).map(({ form }) => form.get('refresh_token'));
  expect(sent).toHaveLength(11);
  expect(new Set(sent).size, 'the one that was kept').toBe(1);
  expect(await sandbox.facts('token_refreshed')).toHaveLength(1);
  await expect(accountButton(page)).toBeVisible();
  await expect(notice(page)).toHaveCount(0);
});

test('of a token answer the page gets handles for the two tokens that are used, and no other', async ({ page, open, sandbox }) => {
  await open(page, { now: NOW });
  const body = { token_type: 'bearer', access_token: 'an-access', refresh_token: 'a-refresh', id_token: 'an.id.token', device_token: { of: 'any' }, expires_in: 7200 };
  await sandbox.faults([{ route: 'POST /oauth/token', status: 200, content_type: 'application/json', body }]);
  const answer = await page.evaluate(async (origin) => {
    const worker = new Worker('/slotlink/worker.js');
    worker.postMessage({ addresses: { api: origin, token: `${origin}/oauth/token`, revoke: `${origin}/oauth/revoke` } });
    const form = { method: 'POST', headers: [['content-type', 'application/x-www-form-urlencoded']], body: 'grant_type=refresh_token' };
    worker.postMessage({ id: 1, url: `${origin}/oauth/token`, ...form });
    const { data } = await new Promise((done) => {
      worker.onmessage = done;
    });
    worker.terminate();
    return JSON.parse(data.answer.body);
  }, sandbox.url);
  const handle = expect.stringMatching(/^held-/);
  expect(answer).toEqual({ token_type: 'bearer', access_token: handle, refresh_token: handle, expires_in: 7200 });
});

/** Lets the test say from when on the worker hears nothing; what it would have heard is kept. */
function deafen() {
  const real = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...values) {
    if (globalThis.unheard) globalThis.unheard.push(values[0]);
    else real.apply(this, values);
  };
}

test('signing out while the worker is silent comes to its end, and says what was not confirmed', async ({ page, open, sandbox }) => {
  await page.addInitScript(deafen);
  await open(page, { now: NOW, attributes: WORKER });
  await signIn(page);
  await chooseEventType(page, '30 minute');
  const events = await recordEvents(page);
  await page.evaluate(() => {
    globalThis.unheard = [];
  });
  await signOut(page);
  await expect(notice(page)).toHaveText('Signing out…');
  const revocations = () => page.evaluate(() => globalThis.unheard.filter(({ url }) => url?.endsWith('/oauth/revoke')).length);
  // The refresh token's, and when nobody answers that the access token's.
  for (const count of [1, 2]) {
    await expect.poll(revocations).toBe(count);
    await page.clock.fastForward(PATIENCE);
  }
  await expect(notice(page)).toContainText(WORDS.signedOutNotConfirmed);
  await expect(notice(page)).toHaveClass(/warning/);
  await expect(accountButton(page)).toHaveCount(0);
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  expect((await remains(page)).document).not.toContain('Mira');
  expect(await events('signed-out')).toEqual([{ reason: 'person' }]);
  expect(await revocations()).toBe(2);
  expect(await sandbox.requests('POST /oauth/revoke')).toEqual([]);
  // A worker of its own has the next session.
  await page.evaluate(() => {
    delete globalThis.unheard;
  });
  await signIn(page);
  await expect(notice(page)).toHaveCount(0);
});

for (const [name, address, cause] of [
  ['on another origin', 'https://elsewhere.example/worker.js', /origin/],
  ['that is not one', 'http://', /token-worker/],
]) {
  test(`a worker ${name} is told as the attribute to mend`, async ({ page, open, sandbox }) => {
    await open(page, { now: NOW, attributes: { 'token-worker': address } });
    await expect(page.locator('slotlink-widget')).toContainText('token-worker');
    await expect(page.locator('slotlink-widget')).toContainText(cause);
    await expect(signInButton(page)).toHaveCount(0);
    expect((await sandbox.ledger()).requests).toEqual([]);
  });
}

test('a worker that is not there is told, and nothing waits for ever', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /404|worker that holds the tokens/ });
  await open(page, { now: NOW, attributes: { 'token-worker': '/slotlink/nowhere.js' } });
  const events = await recordEvents(page);
  const opened = page.waitForEvent('popup');
  await signInButton(page).click();
  const popup = await opened;
  await popup.locator('button[value=allow]').click();
  await expect(notice(page)).toBeVisible();
  await expect(signInButton(page)).toBeVisible();
  expect(await tokenCalls(sandbox)).toEqual([]);
  expect((await events('error')).length).toBeGreaterThan(0);
});

test('the worker sends tokens to nobody but the addresses it was started with', async ({ page, open, site, sandbox, watch }) => {
  await open(page, { now: NOW });
  const answers = await page.evaluate(
    async ({ origin, own }) => {
      const worker = new Worker('/slotlink/worker.js');
      const addresses = { api: origin, token: `${origin}/oauth/token`, revoke: `${origin}/oauth/revoke` };
      worker.postMessage({ addresses });
      // Too late.
      worker.postMessage({ addresses: { api: own, token: `${own}/a`, revoke: `${own}/b` } });
      const ask = (url) =>
        new Promise((done) => {
          worker.onmessage = ({ data }) => done(data.error ?? data.answer.status);
          worker.postMessage({ id: 1, url, method: 'GET', headers: [] });
        });
      const seen = {};
      for (const url of [
        `${own}/a`,
        `${own}/slotlink/worker.js`,
        `${origin.replace('localhost', 'localhost.evil.test')}/users/me`,
        `${origin.replace('://', '://user@')}/users/me`,
        `${origin.replace('//', '//evil.test/')}/users/me`,
        `${origin}/users/me`,
      ]) {
        seen[url] = await ask(url);
      }
      worker.terminate();
      return Object.values(seen);
    },
    { origin: sandbox.url, own: site.url },
  );
  watch.allow({ console: /401/ });
  const refused = 'the worker that holds the tokens asks nobody but Calendly';
  expect(answers).toEqual([refused, refused, refused, refused, refused, 401]);
});
