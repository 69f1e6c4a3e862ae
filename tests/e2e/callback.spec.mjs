// The way back: answers that are old, foreign, forged or damaged, and the page that takes them.
import { expect, test } from './harness.mjs';
import {
  allow,
  answer,
  apiCalls,
  asked,
  cancelButton,
  expectSignedIn,
  follow,
  leave,
  MODES,
  notice,
  openPopup,
  signIn,
  signInButton,
  tokenCalls,
  WORDS,
} from './harness/sign_in.mjs';

const NOTHING = 'There is no sign-in to finish here.';
const NOT_HERE = 'This sign-in was not started in this tab, or it was finished already.';

/** Writes down every address at which a page of the context has been. */
function addresses(context) {
  const seen = [];
  const note = (page) => page.on('framenavigated', (frame) => seen.push(frame.url()));
  context.pages().forEach(note);
  context.on('page', note);
  context.on('request', (request) => seen.push(request.url()));
  return seen;
}

/** Expects the callback page in `window` to find nobody, without waiting for as long as it does. */
async function expectLeftAlone(window) {
  await expect(window.locator('#message')).toContainText('Finishing the sign-in');
  await window.context().clock.fastForward(4_000);
  await expect(window.locator('#message')).toContainText('is gone or has gone on without it');
}

test('A2, C5: the answer to a redirect counts once, after a reload, a step back and in a second tab', async ({
  page,
  context,
  open,
  sandbox,
  site,
}) => {
  const seen = addresses(context);
  await open(page, { attributes: MODES.redirect.attributes });
  await leave(page);
  await allow(page);
  await expectSignedIn(page);
  const callback = seen.find((url) => url.includes('code='));
  expect(callback).toContain(`${site.url}/slotlink/callback.html?`);

  await page.reload();
  await expect(signInButton(page)).toBeVisible();
  await page.goto(callback);
  await expect(page.locator('#message')).toContainText(NOT_HERE);
  await page.reload();
  await expect(page.locator('#message')).toContainText(NOTHING);
  await page.goBack();
  await expect(signInButton(page)).toBeVisible();
  await page.goForward();
  await expect(page.locator('#message')).toContainText(NOTHING);

  const second = await context.newPage();
  await second.goto(callback);
  await expect(second.locator('#message')).toContainText(NOT_HERE);
  expect(await tokenCalls(sandbox)).toHaveLength(1);
  expect(await sandbox.facts('tokens_revoked')).toEqual([]);
});

test('C5: the answer to a popup counts once, however often it comes', async ({ page, context, open, sandbox }) => {
  const seen = addresses(context);
  await open(page);
  const stay = () => {
    globalThis.close = () => {};
  };
  await context.addInitScript(stay);
  const popup = await openPopup(page);
  await allow(popup);
  await expectSignedIn(page);
  const callback = seen.find((url) => url.includes('code='));

  await popup.reload();
  await expect(popup.locator('#message')).toContainText(NOTHING);
  await follow(popup, callback);
  await expectLeftAlone(popup);
  const second = await context.newPage();
  await second.goto(callback);
  await expectLeftAlone(second);
  await expectSignedIn(page);

  // The element waits for another answer now: the old one is none for it either.
  await page.evaluate(() => document.querySelector('slotlink-widget').signOut());
  await expect(notice(page)).toContainText(WORDS.signedOut);
  const another = await openPopup(page);
  await second.goto(callback);
  await expectLeftAlone(second);
  await expect(cancelButton(page)).toBeVisible();
  expect(await tokenCalls(sandbox)).toHaveLength(1);
  await allow(another);
  await expectSignedIn(page);
  expect(await tokenCalls(sandbox)).toHaveLength(2);
});

test('C5: a second click on Allow brings no second token request', async ({ page, open, sandbox }) => {
  await open(page, { attributes: MODES.redirect.attributes });
  await leave(page);
  const authorize = page.url();
  await allow(page);
  await expectSignedIn(page);
  await page.goto(authorize);
  await allow(page);
  await expect(page.locator('#message')).toContainText(NOT_HERE);
  expect(await sandbox.facts('code_issued')).toHaveLength(2);
  expect(await tokenCalls(sandbox)).toHaveLength(1);
});

/** Twelve states that are not the one of the attempt; the last two are the right one at the wrong time. */
function badStates(state, foreign) {
  const [mode, random] = state.split('.');
  const other = random[0] === 'A' ? 'B' : 'A';
  const swapped = random.replace(/[a-z]/gi, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
  return {
    missing: {},
    empty: { state: '' },
    wrong: { state: `${mode}.${other}${random.slice(1)}` },
    'of another client': { state: foreign },
    'named like a method': { state: 'constructor' },
    'named like the prototype': { state: '__proto__' },
    'a look-alike': { state: state.replace(/^p/, 'р').replace(/^r/, 'г') },
    'in other case': { state: `${mode}.${swapped}` },
    'with a space': { state: `${state} ` },
    'sent twice': [
      ['state', state],
      ['state', state],
    ],
  };
}

for (const [mode, { attributes, start }] of Object.entries(MODES)) {
  test(`A1, C4: twelve bad states by ${mode} bring no token request, and the right one still works`, async ({
    page,
    context,
    open,
    sandbox,
    site,
  }) => {
    const seen = addresses(context);
    await sandbox.clients({ client_id: 'another', redirect_uris: [`${site.url}/slotlink/callback.html`] });
    // An attempt of another client, in the same browser.
    await open(page, { attributes: { ...attributes, 'client-id': 'another' } });
    const others = await start(page);
    const foreign = asked(others).get('state');
    if (others !== page) {
      await cancelButton(page).click();
    }
    await page.goto(`${site.url}/examples/plain.html`);
    site.attributes = { ...site.attributes, 'client-id': 'slotlink-e2e' };
    await page.reload();

    const window = await start(page);
    const authorize = window.url();
    const redirect = asked(window).get('redirect_uri');
    const state = asked(window).get('state');
    const bad = Object.entries(badStates(state, foreign));
    expect(bad).toHaveLength(10);
    for (const [name, parameters] of bad) {
      const query = new URLSearchParams(parameters);
      query.append('code', 'a-code-that-was-slipped-in');
      await follow(window, `${redirect}?${query}`);
      await expect(window.locator('#message'), name).not.toBeEmpty();
      await expect(window.locator('#message'), name).not.toContainText('Signed in');
      expect(await tokenCalls(sandbox), name).toEqual([]);
    }
    if (mode === 'popup') await expect(cancelButton(page)).toBeVisible();

    await follow(window, authorize);
    await allow(window);
    await expectSignedIn(page);
    expect(await tokenCalls(sandbox), 'the right one').toHaveLength(1);

    // Used.
    const stray = await context.newPage();
    const used = seen.find((url) => url.includes(`state=${state}`) && url.includes('code=code'));
    await stray.goto(used ?? `${redirect}?code=again&state=${state}`);
    await expect(stray.locator('#message')).not.toBeEmpty();
    expect(await tokenCalls(sandbox), 'used').toHaveLength(1);
    await stray.close();

    // Too late.
    await page.reload();
    const late = await start(page);
    await page.clock.fastForward(600_001);
    await answer(late, { code: 'too-late', state: asked(late).get('state') });
    await expect(notice(page)).toContainText(WORDS.tooLong);
    expect(await tokenCalls(sandbox), 'too late').toHaveLength(1);
  });
}

/** Places that are none of this origin's, or only look as if they were. */
function returnPlaces(site) {
  const { host, port, origin } = new URL(site.url);
  const evil = 'evil.test';
  return [
    `https://${evil}`,
    `http://${evil}/`,
    `//${evil}`,
    `///${evil}`,
    `////${evil}/%2e%2e`,
    `/\\${evil}`,
    `\\\\${evil}`,
    `\\/${evil}`,
    `/\\/${evil}`,
    `https:${evil}`,
    `https:/${evil}`,
    `https:\\\\${evil}`,
    `http:\\\\${evil}`,
    `HTTPS://${evil}`,
    ` https://${evil}`,
    `\t//${evil}`,
    `/\t/${evil}`,
    `\n//${evil}`,
    `/\n/${evil}`,
    `\r//${evil}`,
    `/\r\n/${evil}`,
    `\u0000//${evil}`,
    `\u00a0//${evil}`,
    `\u2028//${evil}`,
    `\ufeff//${evil}`,
    `ht\ntps://${evil}`,
    `/.//${evil}`,
    `/./\\${evil}`,
    `/..//${evil}`,
    `/a/..//${evil}`,
    `/%2e//${evil}`,
    `/%2e%2e//${evil}`,
    `.//${evil}`,
    `..//${evil}`,
    `%2f%2f${evil}`,
    `/%2f${evil}`,
    `/%5c${evil}`,
    `%5c%5c${evil}`,
    `//%65vil.test`,
    `/／${evil}`,
    `／／${evil}`,
    `//${host}@${evil}`,
    `//${evil}#@${host}`,
    `${origin}@${evil}`,
    `${origin}.${evil}`,
    `${origin}:80@${evil}`,
    `http://localhost:${port}1`,
    `http://127.0.0.1:${port}`,
    `http://[::1]:${port}`,
    `@${evil}`,
    'javascript:globalThis.broken=1',
    'JaVaScRiPt:globalThis.broken=1',
    'java\nscript:globalThis.broken=1',
    ' javascript:globalThis.broken=1',
    '\u0001javascript:globalThis.broken=1',
    `javascript://${host}/%0aglobalThis.broken=1`,
    'data:text/html,<script>globalThis.broken=1</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    `view-source:${origin}`,
    `filesystem:${origin}/temporary/x`,
    `ftp://${evil}/`,
  ];
}

const STATE = `r.${'A'.repeat(43)}`;

/** Leaves a transaction in the tab as a redirect sign-in does, with another place to return to. */
async function leaveTransaction(page, site, returnTo) {
  await page.evaluate(
    ([state, return_to, redirect_uri]) => {
      const transaction = {
        state,
        verifier: 'v'.repeat(43),
        binding: 'x',
        redirect_uri,
        created_at: Date.now(),
        return_to,
      };
      sessionStorage.setItem(`slotlink:transaction:${state}`, JSON.stringify(transaction));
    },
    [STATE, returnTo, `${site.url}/slotlink/callback.html`],
  );
}

/** Goes to the callback page and waits until that has gone on, or has said why it does not. */
async function comeBack(page, origin, place = '') {
  await page.evaluate(() => {
    globalThis.before = true;
  });
  await follow(page, `${origin}/slotlink/callback.html?code=c&state=${STATE}`);
  await expect
    .poll(
      () =>
        page
          .evaluate(() => {
            const there = location.pathname === '/slotlink/callback.html';
            return !('before' in globalThis) && (!there || document.getElementById('message').textContent !== '');
          })
          .catch(() => false),
      { message: `the callback page goes on, or says why not ${place}`, timeout: 5_000, intervals: [20] },
    )
    .toBe(true);
  await page.waitForLoadState();
}

/** Answers every address outside /slotlink/ with an empty page. */
function answerEverywhere(site) {
  const empty = '<!doctype html><html lang="en"><title>Here</title><main><h1>Here</h1></main>';
  site.pages.has = (path) => !path.startsWith('/slotlink/');
  site.pages.get = () => empty;
}

for (const part of [0, 1, 2]) {
  test(`C11: of sixty places to return to that are none of ours, the ${['first', 'second', 'last'][part]} third stays on this origin`, async ({
    page,
    site,
  }) => {
    const places = returnPlaces(site);
    expect(places.length).toBeGreaterThanOrEqual(60);
    answerEverywhere(site);
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.goto(`${site.url}/start`);
    for (const place of places.filter((_, index) => index % 3 === part)) {
      await leaveTransaction(page, site, place);
      await comeBack(page, site.url, JSON.stringify(place));
      expect(new URL(page.url()).origin, JSON.stringify(place)).toBe(site.url);
      expect(await page.evaluate(() => 'broken' in globalThis), JSON.stringify(place)).toBe(false);
    }
    expect(new Set(asked)).toEqual(new Set([site.url]));
  });
}

test('C11: a place to return to that is a blob of this origin leads home too', async ({ page, site }) => {
  answerEverywhere(site);
  await page.goto(`${site.url}/start`);
  for (const place of [`blob:${site.url}/0c2b`, `blob:${site.url}`, `blob:${site.url}//evil.test/`]) {
    await leaveTransaction(page, site, place);
    await comeBack(page, site.url);
    expect(new URL(page.url()).origin, place).toBe(site.url);
  }
});

test('C11: on an origin without a port a blob of it leads to no other host', async ({ page, context, site, watch }) => {
  // No server needed: the browser is answered by the test.
  const home = 'http://app.test';
  watch.allow({ host: home });
  await context.route(/^http:\/\/app\.test/, async (route) => {
    const url = new URL(route.request().url());
    const own = url.origin === home && url.pathname.startsWith('/slotlink/');
    if (own) {
      await route.fulfill({ response: await context.request.get(`${site.url}${url.pathname}`) });
    } else {
      await route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="en"><title>Here</title>' });
    }
  });
  await page.goto(`${home}/start`);
  await leaveTransaction(page, { url: home }, `blob:${home}//evil.test/`);
  await comeBack(page, home);
  expect(new URL(page.url()).origin).toBe(home);
});

test('a damaged attempt in the tab’s storage is no attempt, and leads to no page that is not there', async ({
  page,
  open,
  site,
  sandbox,
  watch,
}) => {
  watch.allow({ console: /status of 404/ });
  await open(page, { attributes: MODES.redirect.attributes });
  await expect(signInButton(page)).toBeVisible();
  const key = `slotlink:transaction:${STATE}`;
  for (const text of ['', 'null', '{', '[]', '"x"', '{"return_to":"/examples/plain.html"}']) {
    await page.evaluate(([name, value]) => sessionStorage.setItem(name, value), [key, text]);
    await page.goto(`${site.url}/slotlink/callback.html?code=c&state=${STATE}`);
    await expect.poll(async () => page.url()).not.toContain('code=');
    await page.goto(`${site.url}/examples/plain.html`);
    await expect(signInButton(page)).toBeVisible();
  }
  expect(await tokenCalls(sandbox)).toEqual([]);
  expect(site.requests.map(({ url }) => url).filter((url) => /undefined|null/.test(url))).toEqual([]);
});

test('C12: a thousand forged messages are not heard, and the true answer still is', async ({
  page,
  context,
  open,
  sandbox,
  site,
  watch,
}) => {
  const evil = `http://127.0.0.1:${site.port}`;
  watch.allow({ host: evil });
  const empty = '<!doctype html><html lang="en"><title>Frame</title><main><h1>Frame</h1></main>';
  site.pages.set('/frame.html', empty);
  await open(page);
  await page.evaluate(
    (sources) => {
      for (const [id, src, sandboxed] of sources) {
        const frame = document.createElement('iframe');
        frame.title = id;
        frame.name = id;
        frame.src = src;
        if (sandboxed) frame.sandbox = 'allow-scripts';
        document.querySelector('main').append(frame);
      }
    },
    [
      ['foreign', `${evil}/frame.html`, false],
      ['opaque', `${site.url}/frame.html`, true],
      ['own', `${site.url}/frame.html`, false],
    ],
  );
  const popup = await openPopup(page);
  const right = asked(popup).get('state');
  const wrong = `p.${'A'.repeat(43)}`;

  /** In a frame: posts to the page and to the channel. */
  const forge = ([state, times, channel]) => {
    const query = (value) => `code=forged&state=${encodeURIComponent(value)}`;
    const shapes = [
      { type: 'slotlink:callback', state, query: query(state) },
      { type: 'slotlink:callback', state, query: `?${query(state)}` },
      { type: 'slotlink:callback', state: [state], query: [query(state)] },
      { type: 'slotlink:received', state, query: query(state) },
      { type: 'slotlink:callback', state },
      { state, query: query(state) },
      query(state),
      [state],
      null,
      7,
    ];
    const target = channel ? new BroadcastChannel('slotlink:callback') : undefined;
    for (let count = 0; count < times; count += 1) {
      const message = shapes[count % shapes.length];
      if (target) target.postMessage(message);
      else parent.postMessage(message, '*');
    }
  };
  // Another origin, which knows the state; no origin, which knows it; this origin, which does not, and which does, but by a
  // window that is not the sign-in's.
  await page.frame('foreign').evaluate(forge, [right, 300, false]);
  await page.frame('foreign').evaluate(forge, [right, 100, true]);
  await page.frame('opaque').evaluate(forge, [right, 200, false]);
  await page.frame('own').evaluate(forge, [wrong, 200, false]);
  await page.frame('own').evaluate(forge, [wrong, 200, true]);
  await page.frame('own').evaluate(forge, [right, 200, false]);
  // And a window that another origin opened.
  const stranger = await context.newPage();
  await stranger.goto(`${evil}/frame.html`);
  await stranger.evaluate(forge, [right, 10, true]);
  await stranger.close();

  await expect(cancelButton(page)).toBeVisible();
  expect(await tokenCalls(sandbox)).toEqual([]);
  await allow(popup);
  await expectSignedIn(page);
  expect(await tokenCalls(sandbox)).toHaveLength(1);
  expect(await sandbox.facts('token_issued')).toHaveLength(1);
});

test('C12: the callback page tells nobody of another origin what it was told', async ({
  context,
  site,
  watch,
}) => {
  const evil = `http://127.0.0.1:${site.port}`;
  watch.allow({ host: evil });
  site.pages.set('/frame.html', '<!doctype html><html lang="en"><title>Opener</title><main><h1>Opener</h1></main>');
  const opener = await context.newPage();
  await opener.goto(`${evil}/frame.html`);
  const opened = opener.waitForEvent('popup');
  await opener.evaluate(
    (url) => {
      globalThis.heard = [];
      addEventListener('message', (event) => globalThis.heard.push(event.data));
      new BroadcastChannel('slotlink:callback').onmessage = (event) => globalThis.heard.push(event.data);
      globalThis.child = globalThis.open(url);
    },
    `${site.url}/slotlink/callback.html?code=canary&state=p.${'A'.repeat(43)}`,
  );
  const callback = await opened;
  // An acknowledgement of another origin closes nothing.
  await opener.evaluate((state) => {
    globalThis.child.postMessage({ type: 'slotlink:received', state }, '*');
  }, `p.${'A'.repeat(43)}`);
  await expect(callback.locator('#message')).toContainText('gone on without it');
  expect(await opener.evaluate(() => globalThis.heard)).toEqual([]);
});

test('C25: the callback page takes the answer out of the address before it asks for anything', async ({
  page,
  open,
  site,
  context,
}) => {
  await open(page, { attributes: MODES.redirect.attributes });
  await leave(page);
  site.requests.length = 0;
  await allow(page);
  await expectSignedIn(page);

  const [first, second] = site.requests.map(({ url }) => url);
  expect(first).toContain('/slotlink/callback.html?');
  expect(second, 'its own script, which is what takes it out').toBe('/slotlink/callback.js');
  const place = site.requests.findIndex(({ url }) => url.startsWith('/examples/'));
  expect(site.requests.slice(0, place)).toHaveLength(2);
  for (const { url, headers } of site.requests) {
    if (url !== first) expect(url).not.toContain('code=');
    expect(headers.referer ?? '').not.toContain('code=');
  }
  const session = await context.newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  expect(JSON.stringify(entries)).not.toMatch(/[?&]code=/);
});

test('C25: the popup’s own history and address hold no code', async ({ page, context, open }) => {
  await context.addInitScript(() => {
    globalThis.close = () => {};
  });
  await open(page);
  const popup = await openPopup(page);
  await allow(popup);
  await expectSignedIn(page);
  await expect(popup.locator('#message')).not.toBeEmpty();
  const session = await context.newCDPSession(popup);
  const { entries } = await session.send('Page.getNavigationHistory');
  expect(entries.at(-1).url).toMatch(/\/slotlink\/callback\.html$/);
  expect(JSON.stringify(entries)).not.toMatch(/[?&]code=/);
  expect(await popup.evaluate(() => document.documentElement.outerHTML + document.referrer)).not.toContain('code=');
});

test('C9: tokens in the fragment of the callback page are taken out and not kept', async ({
  page,
  context,
  site,
  sandbox,
  open,
}) => {
  await open(page);
  const popup = await openPopup(page);
  const stray = await context.newPage();
  for (const rest of [
    '#access_token=canary-token&token_type=Bearer&expires_in=7200',
    `#access_token=canary-token&token_type=Bearer&state=${asked(popup).get('state')}`,
    '?#id_token=canary-token&code=canary-token',
    '?access_token=canary-token&token_type=Bearer',
  ]) {
    await stray.goto(`${site.url}/slotlink/callback.html${rest}`);
    await expect(stray.locator('#message')).toContainText(NOTHING);
    expect(stray.url()).toBe(`${site.url}/slotlink/callback.html`);
    await stray.goto('about:blank');
  }
  await stray.close();
  await expect(cancelButton(page)).toBeVisible();
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(kept).not.toContain('canary-token');
  expect(await tokenCalls(sandbox)).toEqual([]);
  expect(await apiCalls(sandbox)).toEqual([]);
});

test('A10: a window whose page is gone says so, and no token is asked for', async ({ page, context, open, sandbox }) => {
  await open(page);
  const popup = await openPopup(page);
  await page.close();
  await allow(popup);
  await expectLeftAlone(popup);
  expect(await tokenCalls(sandbox)).toEqual([]);
  expect(context.pages()).toEqual([popup]);
});

test('A10: a page that was loaded anew meanwhile does not take the old answer', async ({ page, open, sandbox }) => {
  await open(page);
  const popup = await openPopup(page);
  await page.reload();
  await expect(signInButton(page)).toBeVisible();
  await allow(popup);
  await expectLeftAlone(popup);
  expect(await tokenCalls(sandbox)).toEqual([]);
  await popup.close();
  await signIn(page);
  expect(await tokenCalls(sandbox)).toHaveLength(1);
});
