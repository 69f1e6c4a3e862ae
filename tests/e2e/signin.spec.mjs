// Signing in: the two ways, and every way in which it does not come to a session.
import { CLIENT_ID, expect, test } from './harness.mjs';
import {
  accountButton,
  allow,
  answer,
  apiCalls,
  asked,
  cancelButton,
  deny,
  expectAccount,
  expectSignedIn,
  follow,
  leave,
  MODES,
  notice,
  openPopup,
  recordEvents,
  SCOPES,
  signIn,
  signInButton,
  signOut,
  tabStorage,
  tokenCalls,
  WORDS,
} from './harness/sign_in.mjs';

const widget = (page) => page.locator('slotlink-widget').first();

test('C1, C8, C23: the popup asks with S256, the exact redirect URI and the least scopes, and nothing else', async ({
  page,
  open,
  sandbox,
  site,
}) => {
  await open(page);
  const events = await recordEvents(page);
  const popup = await openPopup(page);
  const parameters = asked(popup);
  expect([...parameters.keys()].sort()).toEqual([
    'client_id',
    'code_challenge',
    'code_challenge_method',
    'redirect_uri',
    'response_type',
    'scope',
    'state',
  ]);
  expect(parameters.get('client_id')).toBe(CLIENT_ID);
  expect(parameters.get('response_type')).toBe('code');
  expect(parameters.get('code_challenge_method')).toBe('S256');
  expect(parameters.get('code_challenge')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(parameters.get('state')).toMatch(/^p\.[A-Za-z0-9_-]{43}$/);
  expect(parameters.get('scope')).toBe(SCOPES);
  expect(parameters.get('redirect_uri')).toBe(`${site.url}/slotlink/callback.html`);

  const closed = popup.waitForEvent('close');
  await allow(popup);
  await closed;
  await expectAccount(page, 'Mira Albrecht');

  const [call, ...others] = await tokenCalls(sandbox);
  expect(others).toEqual([]);
  expect([...call.form.keys()].sort()).toEqual([
    'client_id',
    'code',
    'code_verifier',
    'grant_type',
    'redirect_uri',
  ]);
  expect(call.form.get('redirect_uri')).toBe(parameters.get('redirect_uri'));
  expect(call.headers.authorization, 'a public client has nothing to authenticate with').toBeUndefined();
  expect(call.headers.cookie).toBeUndefined();
  expect(await sandbox.facts('token_issued')).toEqual([
    expect.objectContaining({ user: 'mira-albrecht', client_id: CLIENT_ID, scope: SCOPES }),
  ]);
  await expect.poll(() => events('signed-in')).toHaveLength(1);
});

test('C1: two sign-ins share neither state nor challenge', async ({ page, open }) => {
  await open(page);
  const seen = { state: new Set(), code_challenge: new Set() };
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const popup = await openPopup(page);
    for (const [name, values] of Object.entries(seen)) values.add(asked(popup).get(name));
    await cancelButton(page).click();
  }
  expect(seen.state.size).toBe(4);
  expect(seen.code_challenge.size).toBe(4);
});

test('the dashboard signs in by leaving the page, and comes back to where it was', async ({
  page,
  open,
  sandbox,
  site,
}) => {
  const address = await open(page, {
    host: '/',
    attributes: { 'redirect-uri': null },
    query: { from: 'mail' },
  });
  await leave(page);
  expect(asked(page).get('state')).toMatch(/^r\.[A-Za-z0-9_-]{43}$/);
  expect(asked(page).get('redirect_uri')).toBe(`${site.url}/callback.html`);
  await allow(page, { user: 'dana-whitfield' });
  await expectAccount(page, 'Dana Whitfield');
  expect(page.url()).toBe(address);
  expect(await tokenCalls(sandbox)).toHaveLength(1);

  await page.reload();
  await expectAccount(page, 'Dana Whitfield');
  expect(await tokenCalls(sandbox), 'the session is kept in the tab').toHaveLength(1);
});

test('a widget that is told to can sign in by leaving the page too', async ({ page, open, sandbox }) => {
  const address = await open(page, { attributes: MODES.redirect.attributes });
  await leave(page);
  await allow(page);
  await expectAccount(page, 'Mira Albrecht');
  expect(page.url()).toBe(address);
  expect(await tokenCalls(sandbox)).toHaveLength(1);
});

for (const [mode, { attributes, start }] of Object.entries(MODES)) {
  test(`A5: saying no by ${mode} is taken calmly, and another try works`, async ({ page, open, sandbox }) => {
    await open(page, { attributes });
    const events = await recordEvents(page);
    await deny(await start(page));
    await expect(notice(page)).toContainText(WORDS.denied);
    await expect(notice(page)).not.toHaveClass(/warning/);
    expect(await tokenCalls(sandbox)).toEqual([]);
    if (mode === 'popup') expect(await events('error')).toEqual([]);
    await allow(await start(page));
    await expectSignedIn(page);
    await expect(notice(page)).toHaveCount(0);
  });

  test(`C16: every error of the authorization page by ${mode} is told in words and runs no script`, async ({
    page,
    open,
    sandbox,
  }) => {
    await open(page, { attributes });
    const hostile = '<img src=x onerror="globalThis.broken=1"><script>globalThis.broken=1</script>';
    const refused = (code) => `the authorization server refused: ${code}. Sign in again.`;
    const expected = {
      access_denied: WORDS.denied,
      invalid_request: refused('invalid_request'),
      unauthorized_client: refused('unauthorized_client'),
      unsupported_response_type: refused('unsupported_response_type'),
      invalid_scope: 'Calendly refused the requested scopes.',
      server_error: 'Calendly could not sign you in just now.',
      temporarily_unavailable: 'Calendly could not sign you in just now.',
      [hostile]: refused(hostile),
    };
    for (const [error, words] of Object.entries(expected)) {
      const window = await start(page);
      const state = asked(window).get('state');
      await answer(window, { error, error_description: hostile, error_uri: 'javascript:broken=1', state });
      await expect(notice(page)).toContainText(words);
      await expect(signInButton(page)).toBeVisible();
    }
    expect(await page.evaluate(() => 'broken' in globalThis)).toBe(false);
    await expect(page.locator('slotlink-widget img, slotlink-widget a[href^="javascript"]')).toHaveCount(0);
    expect(await tokenCalls(sandbox)).toEqual([]);
  });

  test(`C6: a repeated parameter by ${mode} is an error`, async ({ page, open, sandbox }) => {
    await open(page, { attributes });
    for (const repeated of ['code=a&code=b', 'code=a&code=a', 'code=a&%63ode=b', 'code=a&iss=x&iss=x']) {
      const window = await start(page);
      const state = asked(window).get('state');
      await answer(window, `${repeated}&state=${state}`);
      await expect(notice(page)).toContainText('a parameter of the callback is repeated');
    }
    const window = await start(page);
    const state = asked(window).get('state');
    await answer(window, `code=a&error=access_denied&state=${state}`);
    await expect(notice(page)).toContainText('a code and an error');
    expect(await tokenCalls(sandbox)).toEqual([]);
  });

  test(`A21, C7: the issuer in the answer by ${mode} must be the one that was asked`, async ({ page, open, sandbox }) => {
    await sandbox.options({ iss: true });
    await open(page, { attributes });
    for (const iss of ['https://auth.calendly.com', `${sandbox.url}.evil.test`, 'null', `${sandbox.url}/other`]) {
      const window = await start(page);
      await answer(window, { code: 'a-code-of-another-server', state: asked(window).get('state'), iss });
      await expect(notice(page)).toContainText('another authorization server');
    }
    expect(await tokenCalls(sandbox)).toEqual([]);
    await allow(await start(page));
    await expectSignedIn(page);
    expect(await tokenCalls(sandbox)).toHaveLength(1);
  });

  test(`A4, C9: an answer by ${mode} with neither code nor error is none, whatever its fragment holds`, async ({
    page,
    open,
    sandbox,
  }) => {
    await open(page, { attributes });
    const window = await start(page);
    const state = asked(window).get('state');
    const tokens = 'access_token=stolen-canary&token_type=Bearer&expires_in=7200&scope=users:read';
    await answer(window, `state=${state}#${tokens}&state=${state}`);
    await expect(notice(page)).toContainText('no code and no error');
    await expect(signInButton(page)).toBeVisible();
    expect(page.url()).not.toContain('stolen-canary');
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(
      'stolen-canary',
    );
    expect(await tokenCalls(sandbox)).toEqual([]);
    expect(await apiCalls(sandbox)).toEqual([]);
  });

  test(`A3: a code that is too old by ${mode} is told, and another try works`, async ({
    page,
    open,
    sandbox,
    watch,
  }) => {
    watch.allow({ console: /status of 400/ });
    await sandbox.options({ code_ttl: -1 });
    const address = await open(page, { attributes });
    await allow(await start(page));
    await expect(notice(page)).toContainText(WORDS.usedOrLate);
    expect(page.url()).toBe(address);
    expect(await tokenCalls(sandbox)).toHaveLength(1);
    expect(await sandbox.facts('token_issued')).toEqual([]);

    await sandbox.options({ code_ttl: 600 });
    await allow(await start(page));
    await expectSignedIn(page);
    expect(await sandbox.facts('token_issued')).toHaveLength(1);
  });

  test(`an attempt by ${mode} is over after ten minutes, with no token request`, async ({ page, open, sandbox }) => {
    await open(page, { attributes });
    const window = await start(page);
    await sandbox.advance(601_000);
    await page.clock.fastForward(601_000);
    await allow(window);
    await expect(notice(page)).toContainText(WORDS.tooLong);
    expect(await tokenCalls(sandbox)).toEqual([]);
  });
}

for (const scope of SCOPES.split(' ')) {
  test(`a declined ${scope} is named, and one click asks for it in addition`, async ({ page, open, sandbox, watch }) => {
    watch.allow({ console: /status of 403/ });
    await open(page);
    await signIn(page, { without: [scope] });
    if (scope !== 'event_types:read') {
      await page.getByRole('option').first().click();
    }
    if (scope === 'scheduling_links:write') {
      await page.getByRole('button', { name: 'Create single-use link' }).click();
    }
    const named = notice(page).filter({ hasText: scope });
    await expect(named.first()).toBeVisible();
    expect(await sandbox.facts('link_created')).toEqual([]);

    const opened = page.waitForEvent('popup');
    await named.getByRole('button', { name: 'Allow it' }).first().click();
    const popup = await opened;
    await popup.waitForURL((url) => url.protocol === 'http:');
    expect(asked(popup).get('scope').split(' ').sort()).toEqual(SCOPES.split(' ').sort());
    expect(asked(popup).get('code_challenge_method')).toBe('S256');
    await allow(popup);
    await expectAccount(page, 'Mira Albrecht');
    await expect(named).toHaveCount(0);
    expect((await sandbox.facts('token_issued')).at(-1).scope.split(' ').sort()).toEqual(SCOPES.split(' ').sort());
  });
}

test('of two declined scopes only the one that is needed is asked for, and the work stays', async ({
  page,
  open,
  sandbox,
  watch,
}) => {
  watch.allow({ console: /status of 403/ });
  await open(page, { attributes: { scopes: `${SCOPES} shares:write` } });
  await signIn(page, { without: ['scheduling_links:write', 'shares:write'] });
  await page.getByRole('option').first().click();
  await expect(page.getByRole('button', { name: 'Refresh' })).toBeVisible();
  await page.getByRole('button', { name: 'Next month' }).click();
  await page.locator('.slot input').first().check();
  await page.getByLabel('Note for your list').fill('Ada');
  await page.getByRole('button', { name: 'Create single-use link' }).click();

  const opened = page.waitForEvent('popup');
  await notice(page).getByRole('button', { name: 'Allow it' }).click();
  const popup = await opened;
  await popup.waitForURL((url) => url.protocol === 'http:');
  expect(asked(popup).get('scope').split(' ').sort()).toEqual(SCOPES.split(' ').sort());
  await allow(popup);
  await expectAccount(page, 'Mira Albrecht');
  await expect(page.getByLabel('Note for your list')).toHaveValue('Ada');
  await expect(page.locator('.tray-count')).toContainText('1 time selected');
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  expect(await sandbox.facts('link_created')).toHaveLength(1);
});

test('a second sign-in that is given up leaves the first session as it was', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /status of 403/ });
  await open(page);
  await signIn(page, { without: ['event_types:read'] });
  const again = notice(page).getByRole('button', { name: 'Allow it' });

  const first = page.waitForEvent('popup');
  await again.click();
  await first;
  await cancelButton(page).click();
  await expectAccount(page, 'Mira Albrecht');

  const second = page.waitForEvent('popup');
  await again.click();
  await deny(await second);
  await expectAccount(page, 'Mira Albrecht');
  await expect(notice(page).filter({ hasText: WORDS.denied })).toBeVisible();
  expect(await tokenCalls(sandbox)).toHaveLength(1);
});

test('the dashboard asks for a missing scope in a window too, and a denial leaves the session as it was', async ({
  page,
  open,
  sandbox,
  watch,
}) => {
  watch.allow({ console: /status of 403/ });
  await open(page, { host: '/', attributes: { 'redirect-uri': null } });
  await leave(page);
  await allow(page, { without: ['event_types:read'] });
  const again = notice(page).getByRole('button', { name: 'Allow it' });
  const first = page.waitForEvent('popup');
  await again.click();
  await deny(await first);
  await expect(notice(page).filter({ hasText: WORDS.denied })).toBeVisible();
  await expectAccount(page, 'Mira Albrecht');
  expect(await tokenCalls(sandbox)).toHaveLength(1);

  const second = page.waitForEvent('popup');
  await again.click();
  await allow(await second);
  await expect(page.getByRole('option').first()).toBeVisible();
});

test('A6: a blocked popup is told, the host page stays, and the button works once it is allowed', async ({
  open,
  site,
  sandbox,
  playwright,
  launchOptions,
}) => {
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    ignoreDefaultArgs: ['--disable-popup-blocking'],
  });
  const page = await browser.newPage();
  const address = await open(page);
  await expect(signInButton(page)).toBeVisible();
  const events = await recordEvents(page);
  // Without a click of its own the browser blocks the window; a click that is left over is used up first.
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', {
    expression: "globalThis.open('about:blank')?.close(); document.querySelector('slotlink-widget').signIn()",
    userGesture: false,
  });
  await expect(notice(page)).toContainText(WORDS.popupBlocked);
  expect((await events('error')).map(({ code }) => code)).toEqual(['popup_blocked']);
  expect(page.url()).toBe(address);
  await expect.poll(() => page.context().pages().length).toBe(1);
  expect((await sandbox.ledger()).requests).toEqual([]);
  expect(site.requests.filter(({ url }) => url.startsWith('/examples/plain.html'))).toHaveLength(1);

  await signIn(page);
  await expect(notice(page)).toHaveCount(0);
  await browser.close();
});

for (const coop of [null, 'same-origin', 'same-origin-allow-popups']) {
  test(`A7, A8: with Cross-Origin-Opener-Policy ${coop ?? 'left out'} the sign-in succeeds and nothing looks cancelled`, async ({
    page,
    open,
    sandbox,
  }) => {
    await sandbox.options({ coop });
    await open(page);
    const popup = await openPopup(page);
    await expect(popup.getByRole('button', { name: 'Allow' })).toBeVisible();
    await expect(cancelButton(page)).toBeVisible();
    await allow(popup);
    await expectAccount(page, 'Mira Albrecht');
    expect(await tokenCalls(sandbox)).toHaveLength(1);
  });

  test(`with Cross-Origin-Opener-Policy ${coop ?? 'left out'} the other window never says “Signed in” after a no`, async ({
    page,
    context,
    open,
    sandbox,
  }) => {
    await context.addInitScript(() => {
      globalThis.close = () => {};
    });
    await sandbox.options({ coop });
    await open(page);
    const popup = await openPopup(page);
    await deny(popup);
    await expect(notice(page)).toContainText(WORDS.denied);
    const message = popup.locator('#message');
    await expect(message).toContainText('close this window');
    await expect(message).not.toContainText('Signed in');
  });
}

test('A7: a window that the person closed is waited for until they cancel, and then signing in works', async ({
  page,
  open,
  sandbox,
}) => {
  await open(page);
  const events = await recordEvents(page);
  const popup = await openPopup(page);
  await popup.close();
  await page.clock.runFor(30_000);
  await expect(cancelButton(page)).toBeVisible();
  await cancelButton(page).click();
  await expect(signInButton(page)).toBeFocused();
  expect(await events('error')).toEqual([]);
  await signIn(page);
  expect(await tokenCalls(sandbox)).toHaveLength(1);
});

test('a sign-in that leaves the page says so, and Cancel stays; an answer that still comes is not taken', async ({ page, open, sandbox }) => {
  await open(page, { host: '/', attributes: { 'redirect-uri': null } });
  const home = page.url();
  let release;
  const held = new Promise((done) => {
    release = done;
  });
  let query;
  await page.route('**/oauth/authorize?*', async (route) => {
    query = new URL(route.request().url()).searchParams;
    await held;
    await route.continue().catch(() => {});
  });
  await expect(signInButton(page)).toBeVisible();
  // In the page itself: whoever looks from outside waits for where it goes.
  const words = await page.evaluate(async () => {
    const root = document.querySelector('slotlink-dashboard').shadowRoot;
    const after = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
    root.querySelector('#sign-in').click();
    while (!root.querySelector('#cancel')) await after(20);
    await after(1000);
    const said = root.querySelector('.stage').textContent;
    root.querySelector('#cancel').click();
    return said;
  });
  expect(words).toContain('Going to Calendly…');
  expect(words).not.toContain('window');
  // It was on its way.
  expect(query).toBeTruthy();
  await expect(signInButton(page)).toBeVisible();
  release();
  await page.clock.runFor(3000);
  await expect(signInButton(page)).toBeVisible();
  expect(page.url()).toBe(home);
  expect(Object.keys(await tabStorage(page)).filter((name) => name.startsWith('slotlink:transaction'))).toEqual([]);
  await follow(page, `${query.get('redirect_uri')}?code=late&state=${query.get('state')}`);
  await page.waitForURL(/code=late/);
  await page.goto(home);
  await expect(signInButton(page)).toBeVisible();
  expect(await tokenCalls(sandbox)).toEqual([]);
});

for (const [kind, persisted] of [['has only just loaded goes on', false], ['comes back gives it up', true]]) {
  test(`with a sign-in that leaves the page, one that ${kind}`, async ({ page, open }) => {
    await open(page, { host: '/', attributes: { 'redirect-uri': null } });
    let release;
    const held = new Promise((done) => {
      release = done;
    });
    await page.route('**/oauth/authorize?*', async (route) => {
      await held;
      await route.continue().catch(() => {});
    });
    await expect(signInButton(page)).toBeVisible();
    const waits = await page.evaluate(async (back) => {
      const root = document.querySelector('slotlink-dashboard').shadowRoot;
      const after = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
      root.querySelector('#sign-in').click();
      while (!root.querySelector('#cancel')) await after(20);
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: back }));
      await after(200);
      // A page that comes back is not on its way any more.
      if (back) stop();
      return Boolean(root.querySelector('#cancel'));
    }, persisted);
    expect(waits).toBe(!persisted);
    release();
    if (!persisted) await page.waitForURL(/oauth\/authorize/);
  });
}

test('Cancel closes the window, and an answer that still comes is not heard', async ({ page, context, open, sandbox }) => {
  await open(page);
  const popup = await openPopup(page);
  const address = popup.url();
  const closed = popup.waitForEvent('close');
  await cancelButton(page).click();
  await closed;
  await expect(signInButton(page)).toBeVisible();

  const late = await context.newPage();
  await late.goto(address);
  await allow(late);
  await expect(late.locator('#message')).not.toBeEmpty();
  expect(await sandbox.facts('code_issued')).toHaveLength(1);
  await expect(signInButton(page)).toBeVisible();
  expect(await tokenCalls(sandbox)).toEqual([]);
});

test('A11: two widgets with two clients on one page sign in side by side without hearing each other', async ({
  page,
  open,
  sandbox,
  site,
}) => {
  const redirect_uris = [`${site.url}/slotlink/callback.html`];
  await sandbox.clients({ client_id: 'first', redirect_uris }, { client_id: 'second', redirect_uris });
  await open(page, { host: 'two', attributes: [{ 'client-id': 'first' }, { 'client-id': 'second' }] });
  const [first, second] = [page.locator('slotlink-widget').nth(0), page.locator('slotlink-widget').nth(1)];

  const forFirst = await openPopup(page, first);
  const forSecond = await openPopup(page, second);
  expect(asked(forFirst).get('client_id')).toBe('first');
  expect(asked(forSecond).get('client_id')).toBe('second');

  await allow(forSecond, { user: 'dana-whitfield' });
  await expectAccount(second, 'Dana Whitfield');
  await expect(cancelButton(first)).toBeVisible();
  expect((await tokenCalls(sandbox)).map(({ form }) => form.get('client_id'))).toEqual(['second']);

  await allow(forFirst, { user: 'mira-albrecht' });
  await expectAccount(first, 'Mira Albrecht');
  await expectAccount(second, 'Dana Whitfield');
  expect((await tokenCalls(sandbox)).map(({ form }) => form.get('client_id'))).toEqual(['second', 'first']);
  expect(await sandbox.facts('tokens_revoked')).toEqual([]);

  await signOut(second);
  await expectSignedIn(first);
});

test('A9: a widget in a frame of another site signs in by the message of its own popup alone', async ({
  page,
  open,
  sandbox,
  site,
  watch,
  context,
}) => {
  const outside = `http://127.0.0.1:${site.port}`;
  watch.allow({ host: outside });
  // Firefox keeps the channels of a frame apart from those of a window; Chromium in these tests does not.
  await context.addInitScript(() => {
    BroadcastChannel.prototype.postMessage = () => {};
  });
  await open(page);
  site.pages.set(
    '/outside.html',
    '<!doctype html><html lang="en"><title>Outside</title><main><h1>Outside</h1>' +
      `<iframe title="Inside" name="inside" width="900" height="700" src="${site.url}/examples/plain.html"></iframe></main>`,
  );
  await page.goto(`${outside}/outside.html`);
  const inside = page.frameLocator('iframe');
  const popup = await openPopup(page, inside);
  await allow(popup);
  await expectAccount(inside, 'Mira Albrecht');
  expect(await tokenCalls(sandbox)).toHaveLength(1);
});

test('C3: an answer that is pasted into another browser profile is worth nothing', async ({
  page,
  browser,
  open,
  sandbox,
}) => {
  for (const [mode, { attributes, start }] of Object.entries(MODES)) {
    await open(page, { attributes });
    const window = await start(page);
    const redirect = asked(window).get('redirect_uri');
    const state = asked(window).get('state');
    const elsewhere = await browser.newContext();
    const stranger = await elsewhere.newPage();
    await stranger.goto(`${redirect}?code=somebody-elses-code&state=${state}`);
    await expect(stranger.locator('#message'), mode).toContainText(/sign in again|Finishing/i);
    expect(new URL(stranger.url()).search).toBe('');
    await elsewhere.close();
    expect(await tokenCalls(sandbox), mode).toEqual([]);
    if (window !== page) await window.close();
  }
});

test('C2: where there is no secure randomness no sign-in begins', async ({ page, context, open, sandbox }) => {
  await open(page);
  await page.evaluate(() => {
    crypto.getRandomValues = () => {
      throw new Error('no entropy');
    };
  });
  await signInButton(page).click();
  await expect(notice(page)).toContainText(WORDS.noRandom);
  await page.evaluate(() => delete crypto.getRandomValues);
  await expect.poll(() => context.pages().length).toBe(1);
  expect((await sandbox.ledger()).requests).toEqual([]);
});

test('A20: where the tab may not store anything, signing in by leaving the page says so and stays', async ({
  page,
  context,
  open,
  sandbox,
}) => {
  await context.addInitScript(() => {
    Object.defineProperty(globalThis, 'sessionStorage', {
      get() {
        throw new DOMException('refused', 'SecurityError');
      },
    });
  });
  const address = await open(page, { attributes: MODES.redirect.attributes });
  await signInButton(page).click();
  await expect(notice(page)).toContainText(WORDS.noStorage);
  expect(page.url()).toBe(address);
  expect((await sandbox.ledger()).requests).toEqual([]);
});

test('T3: coming back with the browser’s own button from the authorize page leaves a button that works', async ({
  page,
  open,
  sandbox,
}) => {
  await open(page, { attributes: MODES.redirect.attributes });
  await leave(page);
  await page.goBack();
  await expect(signInButton(page)).toBeVisible();
  await expect(notice(page)).toHaveCount(0);
  expect(await tokenCalls(sandbox)).toEqual([]);
  await leave(page);
  await allow(page);
  await expectSignedIn(page);
  expect(await tokenCalls(sandbox)).toHaveLength(1);
});

test('C24: on a page without https no sign-in begins, whether its callback is secure or not', async ({
  open,
  site,
  sandbox,
  playwright,
  launchOptions,
}) => {
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    args: [...launchOptions.args, '--host-resolver-rules=MAP app.test 127.0.0.1'],
  });
  const page = await browser.newPage();
  const host = `http://app.test:${site.port}/examples/plain.html`;

  await open(page, { host });
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await signInButton(page).click();
  await expect(notice(page)).toContainText(WORDS.insecure);
  expect(page.context().pages()).toHaveLength(1);

  site.attributes = { ...site.attributes, 'redirect-uri': `http://app.test:${site.port}/slotlink/callback.html` };
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('redirect-uri');
  await expect(page.getByRole('alert')).toContainText('https');
  await expect(signInButton(page)).toHaveCount(0);
  expect((await sandbox.ledger()).requests).toEqual([]);
  await browser.close();
});

test('C10: a client secret is refused with the reason, and nothing is sent', async ({ page, open, sandbox }) => {
  await open(page, { attributes: { 'client-secret': 'hush-canary' } });
  const alert = widget(page).getByRole('alert');
  await expect(alert).toContainText('A client secret must never be in a web page');
  await expect(alert).toContainText('native');
  await expect(alert).toContainText('client-secret');
  await expect(alert).not.toContainText('hush-canary');
  await expect(signInButton(page)).toHaveCount(0);
  expect((await sandbox.ledger()).requests).toEqual([]);
});

test('a wrong option is named, and mending it makes the sign-in work', async ({ page, open, sandbox }) => {
  await open(page, { attributes: { server: 'production' } });
  const alert = widget(page).getByRole('alert');
  await expect(alert).toContainText('“production” is not a server. Use “live” or “sandbox”.');
  const set = (name, value) =>
    widget(page).evaluate((element, [attribute, text]) => element.setAttribute(attribute, text), [name, value]);
  await set('server', 'sandbox');
  await expect(signInButton(page)).toBeVisible();
  for (const [name, wrong, words] of [
    ['client-id', '', 'Set client-id to the Client ID'],
    ['token-url', 'http://calendly.test/token', 'must be an https address'],
    ['api-url', 'ftp://localhost', 'must be an https address'],
    ['redirect-uri', 'http://localhost/#part', 'must not have a #'],
    ['scopes', 'users:read “all”', 'is not a scope'],
  ]) {
    const right = await widget(page).getAttribute(name);
    await set(name, wrong);
    await expect(alert).toContainText(words);
    await expect(alert).toContainText(name);
    if (right === null) await widget(page).evaluate((element, attribute) => element.removeAttribute(attribute), name);
    else await set(name, right);
    await expect(signInButton(page)).toBeVisible();
  }
  expect((await sandbox.ledger()).requests).toEqual([]);
  await signIn(page);
});

test('the legacy scope “default” is explained and replaced by what is needed', async ({ page, open }) => {
  await open(page, { attributes: { scopes: 'default' } });
  await expect(widget(page)).toContainText('The scope “default” is Calendly’s old word for everything.');
  const popup = await openPopup(page);
  expect(asked(popup).get('scope')).toBe(SCOPES);
  await allow(popup);
  await expectSignedIn(page);
});

test('scopes that are asked for by name are asked for, each once', async ({ page, open }) => {
  await open(page, { attributes: { scopes: 'users:read, event_types:read users:read shares:write' } });
  const popup = await openPopup(page);
  expect(asked(popup).get('scope')).toBe('users:read event_types:read shares:write');
});

test('C8: a redirect URI that is not registered stays at the server, and Cancel leads back', async ({
  page,
  open,
  sandbox,
  site,
  watch,
}) => {
  watch.allow({ console: /status of 400/ });
  await open(page, { attributes: { 'redirect-uri': `${site.url}/slotlink/callback.html?x=1` } });
  const popup = await openPopup(page);
  await expect(popup.locator('h1')).toContainText('Redirect address not registered');
  await cancelButton(page).click();
  await expect(signInButton(page)).toBeVisible();
  expect(await tokenCalls(sandbox)).toEqual([]);
});

test('the host page’s own address and history stay as they are through a whole sign-in', async ({ page, open }) => {
  const address = await open(page, { query: { page: '7' } });
  const before = await page.evaluate(() => history.length);
  await signIn(page);
  await signOut(page);
  expect(page.url()).toBe(address);
  expect(await page.evaluate(() => history.length)).toBe(before);
  await expect(accountButton(page)).toHaveCount(0);
});

test('an invitation to sign in names other permissions than the usual ones', async ({ page, open }) => {
  await open(page, { attributes: { scopes: 'users:read webhooks:read' } });
  await expect(page.getByText('Slotlink asks for these permissions: users:read, webhooks:read. Nothing else.')).toBeVisible();
});
