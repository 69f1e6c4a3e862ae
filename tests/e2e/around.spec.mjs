// What stands between the page and Calendly, or happens around it: refused tokens, policies, clocks, odd lists, odd pages.
import { expect, strictPolicy, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, createButton, element, eventType, eventTypes, later, notices, pat, rows, settled, showTimes, signIn, slots, windows,
} from './harness/drive.mjs';
import { WORDS, allow, expectAccount, openPopup, signIn as signInByWindow, signInButton, tokenCalls } from './harness/sign_in.mjs';

const HOURS = 3_600_000;
const options = (page) => page.getByRole('option');
const kinds = async (sandbox) => (await tokenCalls(sandbox)).map(({ form }) => form.get('grant_type'));
const REFUSED = { status: 401, body: { title: 'Unauthenticated', message: 'The access token is invalid' } };

test.beforeEach(({ watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
});

for (const [what, route] of [['the profile', 'GET /users/me'], ['the event types', 'GET /event_types']]) {
  test(`H2: one 401 to ${what} leads to one refresh and one replay, and nobody notices`, async ({ page, open, sandbox }) => {
    await sandbox.faults([{ route, ...REFUSED }]);
    await open(page, { now: NOW });
    await signInByWindow(page);
    await expectAccount(page, 'Mira Albrecht');
    await expect(options(page).first()).toBeVisible();
    await expect(notices(page)).toHaveCount(0);
    expect((await sandbox.requests(route)).map(({ status }) => status)).toEqual([401, 200]);
    expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  });

  test(`H3: 401 to ${what} for ever ends the session after one refresh`, async ({ page, open, sandbox }) => {
    await sandbox.faults([{ route, times: null, ...REFUSED }]);
    await open(page, { now: NOW });
    await allow(await openPopup(page));
    await expect(notices(page)).toContainText(WORDS.ended);
    await expect(signInButton(page)).toBeVisible();
    expect(await sandbox.requests(route)).toHaveLength(2);
    await later(page, sandbox, 600_000);
    await page.clock.runFor(60_000);
    expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
    expect(await sandbox.requests(route)).toHaveLength(2);
  });
}

test('H3: 401 to the creation of a link for ever makes none, after one refresh, and asks to sign in', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await signInByWindow(page);
  await expectAccount(page, 'Mira Albrecht');
  await settled(page);
  await sandbox.faults([{ route: 'POST /scheduling_links', times: null, ...REFUSED }]);
  await page.getByLabel('Note for your list').fill('Ada');
  await createButton(page).click();
  await expect(signInButton(page)).toBeVisible();
  await expect(notices(page).first()).toContainText(WORDS.ended);
  expect((await sandbox.requests('POST /scheduling_links')).map(({ executed }) => executed)).toEqual([false, false]);
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  await sandbox.faults([]);
  await signInByWindow(page);
  await expectAccount(page, 'Mira Albrecht');
  await expect(page.getByLabel('Note for your list')).toHaveValue('Ada');
  await createButton(page).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  expect(await sandbox.facts('link_created')).toHaveLength(1);
});

test('N22: clicks while the preflight takes eight seconds are one link, and progress is shown', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await expectAccount(page, 'Mira Albrecht');
  await sandbox.faults([{ route: 'OPTIONS /scheduling_links', delay_ms: 2000 }]);
  await createButton(page).click();
  await expect(createButton(page)).toHaveText('Creating…');
  await page.clock.fastForward(8000);
  await createButton(page).click({ force: true });
  await createButton(page).press('Enter');
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  expect(await sandbox.requests('POST /scheduling_links')).toHaveLength(1);
  expect(await sandbox.facts('link_created')).toHaveLength(1);
});

test.describe('C4: with a policy that does not allow the API', () => {
  test.beforeEach(({ watch }) => {
    watch.allow({ console: /Content Security Policy|violates|Failed to fetch|Refused to connect/ });
  });

  test('nothing is sent, words say that there was no answer, and the check names connect-src', async ({ page, open, site, sandbox }) => {
    await sandbox.clock(NOW);
    const type = await eventType(sandbox, '30min');
    for (const id of [undefined, type.id]) {
      await open(page, { now: NOW, csp: strictPolicy(), host: 'strict', attributes: { 'event-type': id } });
      await signIn(page);
      await expect(notices(page).first()).toContainText('Calendly did not answer.');
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    }
    await expect(page.getByRole('alert').filter({ hasText: 'could not be loaded.' })).toBeVisible();
    await expect(createButton(page)).toHaveAttribute('aria-disabled', 'true');
    const { code, message } = await element(page).evaluate((host) => host.testConnection());
    expect(code).toBe('network');
    expect(message).toContain('connect-src');
    expect((await sandbox.ledger()).requests).toEqual([]);
    // They are what this test is about.
    expect(site.violations.splice(0).length).toBeGreaterThan(0);
  });

  test('a sign-in says that Calendly could not be reached', async ({ page, open, site, sandbox }) => {
    await sandbox.options({ auto_allow: 'mira-albrecht' });
    await open(page, { now: NOW, csp: strictPolicy(), host: 'strict' });
    await signInButton(page).click();
    await expect(notices(page)).toContainText(WORDS.unreachable);
    expect(await tokenCalls(sandbox)).toEqual([]);
    site.violations.splice(0);
  });
});

test('B5: thousands of event types, some of them twice, are a list that can be searched', async ({ page, open, sandbox }) => {
  const [one] = await eventTypes(sandbox);
  const base = one.uri.slice(0, one.uri.lastIndexOf('/') + 1);
  const collection = Array.from({ length: 2500 }, (_, index) => ({
    ...one, active: true, description_html: null, description_plain: null, name: `Type ${index % 2000}`, slug: `type-${index % 2000}`, uri: `${base}MANY${String(index % 2000).padStart(12, '0')}`,
  }));
  const body = JSON.stringify({ collection, pagination: { count: 2500, next_page: null, next_page_token: null, previous_page: null, previous_page_token: null } });
  await page.route('**/event_types?*', (route) => route.fulfill({ body, contentType: 'application/json', headers: { 'access-control-allow-origin': '*' } }));
  await open(page, { now: NOW });
  await signIn(page);
  await expect(options(page).first()).toBeVisible();
  expect(await options(page).count()).toBeLessThanOrEqual(1000);
  await page.getByRole('combobox').fill('Type 1711');
  await expect(options(page)).toHaveCount(1);
});

test('B12: a next page of another host is not asked for; its token is tried at the own one, and the list begins anew', async ({ page, open, sandbox }) => {
  const active = (await eventTypes(sandbox)).filter((type) => type.active);
  await sandbox.faults([
    { route: 'GET /event_types', merge: { pagination: { next_page: 'https://evil.test/event_types?page_token=x', next_page_token: null } } },
  ]);
  await open(page, { now: NOW });
  await signIn(page);
  await expect(options(page)).toHaveCount(active.length);
  await expect(notices(page)).toHaveText(/The list of event types changed while it was read/);
  const asked = async () => (await sandbox.requests('GET /event_types')).map(({ query }) => new URLSearchParams(query).get('page_token'));
  await expect.poll(asked).toEqual([null, 'x', null]);
});

test('B13: a page token that expires within the list starts it again, once, and every type is there', async ({ page, open, sandbox }) => {
  const active = (await eventTypes(sandbox)).filter((type) => type.active);
  await page.route('**/event_types?*', (route) => route.continue({ url: route.request().url().replace('count=100', 'count=20') }));
  await sandbox.faults([{ route: 'GET /event_types?page_token', status: 400, body: { title: 'Invalid Argument', message: 'The supplied parameters are invalid.', details: [{ parameter: 'page_token', message: 'expired' }] } }]);
  await open(page, { now: NOW });
  await signIn(page);
  await expect(options(page)).toHaveCount(active.length);
  await expect(notices(page)).toHaveText(/The list of event types changed while it was read/);
});

for (const [what, days] of [['a day ahead', 1], ['a day behind', -1]]) {
  test(`T1: a clock that jumps ${what} causes no storm of requests`, async ({ page, open, sandbox }) => {
    await sandbox.clock(NOW);
    const type = await eventType(sandbox, '30min');
    await open(page, { now: NOW, attributes: { 'event-type': type.id } });
    await signInByWindow(page);
    await settled(page);
    await page.clock.setSystemTime(Date.parse(NOW) + days * 24 * HOURS);
    for (let count = 0; count < 3; count += 1) {
      const answered = page.waitForResponse((response) => response.url().includes('available_times') && response.request().method() === 'GET');
      await page.getByRole('button', { name: 'Refresh' }).click();
      await answered;
      await settled(page);
    }
    await page.clock.runFor(10 * 60_000);
    await expect(signInButton(page)).toHaveCount(0);
    expect((await kinds(sandbox)).length).toBeLessThanOrEqual(2);
    expect((await windows(sandbox)).length).toBeLessThanOrEqual(16);
  });
}

test('T2: after eight hours of sleep there is one refresh, the times are looked up again, and none that is over is offered', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id, timezone: 'Europe/Berlin' } });
  await signInByWindow(page);
  await settled(page);
  const before = (await windows(sandbox)).length;
  await later(page, sandbox, 8 * HOURS);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect.poll(async () => (await windows(sandbox)).length).toBeGreaterThan(before);
  await settled(page);
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  const now = await page.evaluate(() => Date.now());
  for (const slot of await slots(page).all()) expect(Number(await slot.getAttribute('data-at'))).toBeGreaterThan(now);
  await expect(notices(page)).toHaveCount(0);
});

test('W1: on a page that meddles with prototypes and globals the whole job is done all the same', async ({ page, open, sandbox }) => {
  await page.addInitScript(() => {
    for (const name of ['clientId', 'status', 'body', 'method', 'redirect', 'then', 'get', 'toJSON']) {
      if (name === 'then' || name === 'get') continue;
      Object.defineProperty(Object.prototype, name, { value: undefined, writable: true, configurable: true, enumerable: true });
    }
    Array.prototype.toJSON = () => 'evil';
    const { fetch } = globalThis;
    globalThis.fetch = function wrapped(...all) {
      return fetch.apply(this, all);
    };
    globalThis.Promise = class extends Promise {};
    const { Date: OwnDate, Intl: own, customElements: registry } = globalThis;
    globalThis.Date = class extends OwnDate {
      toJSON() {
        return 'evil';
      }
    };
    own.DateTimeFormat = new Proxy(own.DateTimeFormat, {});
    const { define } = registry;
    registry.define = function wrapped(...all) {
      return define.apply(this, all);
    };
    Array.prototype.last = function last() {
      return this[this.length - 1];
    };
  });
  await showTimes({ page, open, sandbox });
  await expectAccount(page, 'Mira Albrecht');
  await createButton(page).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  const [request] = await sandbox.requests('POST /scheduling_links');
  expect(JSON.parse(request.body)).toMatchObject({ max_event_count: 1 });
  await page.evaluate(() => {
    for (const name of Object.keys(Object.prototype)) delete Object.prototype[name];
    delete Array.prototype.toJSON;
    delete Array.prototype.last;
  });
});

/** A page with the element in a frame that has no origin. */
const framed = (path) => `<!doctype html><html lang="en"><title>Framed</title><main><h1>Framed</h1><iframe sandbox="allow-scripts" title="Booking" src="${path}" width="900" height="700"></iframe></main></html>`;

test('C3: in a frame without an origin a token of the page does the job, and it is told that no link is kept', async ({ page, open, site, sandbox, watch }) => {
  // axe cannot look into such a frame.
  watch.accessible = false;
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  site.headers['access-control-allow-origin'] = '*';
  site.pages.set('/framed', framed('/examples/plain.html'));
  await open(page, { host: '/framed', now: NOW, attributes: { 'event-type': type.id, locale: 'en-GB' } });
  const frame = page.frameLocator('iframe');
  await frame.locator('slotlink-widget').first().evaluate((host, token) => { host.token = token; }, pat());
  await expectAccount(frame, 'Mira Albrecht');
  await expect(slots(frame).first()).toBeVisible();
  await createButton(frame).click();
  await expect(frame.getByText('Link created', { exact: true })).toBeVisible();
  await expect(notices(frame)).toContainText('This browser does not keep a list of links for this page.');
  expect(await sandbox.facts('link_created')).toHaveLength(1);
});

test('C3: in a frame without an origin no sign-in begins, and it is said why', async ({ page, open, site, watch }) => {
  watch.accessible = false;
  site.headers['access-control-allow-origin'] = '*';
  site.pages.set('/framed', '<!doctype html><html lang="en"><title>Framed</title><main><h1>Framed</h1><iframe sandbox="allow-scripts allow-popups" title="Booking" src="/examples/plain.html" width="900" height="700"></iframe></main></html>');
  await open(page, { host: '/framed', now: NOW });
  const frame = page.frameLocator('iframe');
  await signInButton(frame).click();
  await expect(notices(frame)).toHaveText(
    'This page is in a frame that may not keep its own origin, so the answer of a sign-in could never reach it. The page around it must allow that (sandbox="allow-same-origin").',
  );
  await expect(signInButton(frame)).toBeVisible();
  expect(page.context().pages()).toHaveLength(1);
});

/** Opens a page in Berlin, moves the browser, and expects the times to follow. */
async function travel({ page, open, sandbox }, move) {
  await showTimes({ page, open, sandbox });
  await expect(page.locator('#open-zone')).toContainText('Berlin');
  await move('Asia/Tokyo');
  await later(page, sandbox, 120_000);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(page.locator('#open-zone')).toContainText('Tokyo');
}

test.describe('on a machine whose zone is not fixed', () => {
  test.use({ timezoneId: '' });

  test('T4: a zone of the browser that changes while the page is open is followed', async ({ page, open, sandbox }) => {
    const devtools = await page.context().newCDPSession(page);
    const move = (timezoneId) => devtools.send('Emulation.setTimezoneOverride', { timezoneId });
    await move('Europe/Berlin');
    await travel({ page, open, sandbox }, move);
  });
});

test('a zone that changes is followed without Temporal as well', async ({ page, open, sandbox }) => {
  await page.addInitScript(() => {
    delete globalThis.Temporal;
    const own = Intl.DateTimeFormat.prototype.resolvedOptions;
    Intl.DateTimeFormat.prototype.resolvedOptions = function resolvedOptions() {
      const options = own.call(this);
      return options.timeZone === 'Europe/Berlin' && globalThis.zone ? { ...options, timeZone: globalThis.zone } : options;
    };
  });
  await travel({ page, open, sandbox }, (zone) => page.evaluate((zone) => { globalThis.zone = zone; }, zone));
});
