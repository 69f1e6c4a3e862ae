// The session: where its tokens are and are not, how it is renewed, and how it ends.
import { CLIENT_ID, expect, test } from './harness.mjs';
import { Sandbox } from './harness/sandbox.mjs';
import {
  accountButton,
  allow,
  apiCalls,
  expectAccount,
  expectSignedIn,
  leaks,
  notice,
  openDashboard,
  openPopup,
  recordEvents,
  remains,
  SCOPES,
  Secrets,
  signIn,
  signInButton,
  signOut,
  tokenCalls,
  WORDS,
} from './harness/sign_in.mjs';

const NOW = '2026-12-01T08:00:00Z';
const HOURS = 3_600_000;

const widget = (page) => page.locator('slotlink-widget').first();
/** The element that keeps its session for the tab. */
const KEEPING = { host: 'dashboard', attributes: { 'sign-in': 'popup' } };
const refreshButton = (page) => page.getByRole('button', { name: 'Refresh' });
const note = (page) => page.getByLabel('Note for your list');

/** Moves the clocks of the sandbox and of the browser. */
async function pass(milliseconds, { page, sandbox }) {
  await sandbox.advance(milliseconds);
  await page.clock.fastForward(milliseconds);
}

/** Asks for the times again, and waits until the answer is there. */
async function refreshTimes(page) {
  const answered = page.waitForResponse(
    (response) => response.url().includes('/event_type_available_times') && response.request().method() === 'GET',
  );
  await refreshButton(page).click();
  await answered;
}

/** Signed in, with an event type whose times are shown; the month after it has been asked for as well. */
async function atWork(page, open, options = {}) {
  const ahead = page.waitForResponse(
    (response) => response.url().includes('end_time=2027-01') && response.request().method() === 'GET',
  );
  await open(page, { now: NOW, ...options });
  await signIn(page);
  await page.getByRole('option').first().click();
  await expect(refreshButton(page)).toBeVisible();
  await (await ahead).finished();
}

/** Chooses two times of the next month, which no test lives to see past. */
async function chooseTwo(page) {
  await page.getByRole('button', { name: 'Next month' }).click();
  const boxes = page.locator('.slot input');
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await expect(page.locator('.tray-count')).toContainText('2 times selected');
}

/** No sign that anything was wrong. */
async function expectCalm(page) {
  await expectSignedIn(page);
  await expect(notice(page)).toHaveCount(0);
}

async function kinds(sandbox) {
  return (await tokenCalls(sandbox)).map(({ form }) => form.get('grant_type'));
}

test('C19, C20: the widget leaves no byte of a token, code or verifier anywhere', async ({
  page,
  context,
  open,
  sandbox,
}) => {
  const secrets = new Secrets(context);
  const said = [];
  context.on('console', (message) => said.push(message.text()));
  await atWork(page, open);
  await chooseTwo(page);
  await note(page).fill('Ada');
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  await pass(3 * HOURS, { page, sandbox });
  await page.getByRole('button', { name: 'Back to times' }).click();
  await refreshTimes(page);
  await expectCalm(page);

  const found = await secrets.all();
  expect(found.access).toHaveLength(2);
  expect(found.refresh).toHaveLength(2);
  expect(found.code).toHaveLength(1);
  expect(found.verifier).toHaveLength(1);
  const places = await remains(page);
  expect(places.document, 'the shadow roots are looked into').toContain('Mira Albrecht');
  expect(places.indexedDB, 'the link is kept').toContain('Ada');
  expect(leaks({ ...places, console: said.join('\n') }, await secrets.list())).toEqual([]);
  expect(JSON.parse(places.cookies)).toEqual([]);
  expect(places.files).toBe('');

  await page.reload();
  await expect(signInButton(page)).toBeVisible();
});

test('C19: the dashboard keeps its session in this tab’s storage only, and signing out empties it', async ({
  page,
  context,
  open,
  sandbox,
}) => {
  const secrets = new Secrets(context);
  const said = [];
  context.on('console', (message) => said.push(message.text()));
  await openDashboard(page, open);

  const { access, refresh, code, verifier } = await secrets.all();
  expect([access, refresh, code, verifier].map((found) => found.length)).toEqual([1, 1, 1, 1]);
  const places = { ...(await remains(page)), console: said.join('\n') };
  expect(leaks(places, [...access, ...refresh])).toEqual(['sessionStorage']);
  expect(leaks(places, [...code, ...verifier])).toEqual([]);

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(signInButton(other), 'another tab has a storage of its own').toBeVisible();
  await other.close();

  await signOut(page);
  await expect(notice(page)).toContainText(WORDS.signedOut);
  expect(leaks(await remains(page), await secrets.list())).toEqual([]);
  expect(await sandbox.facts('tokens_revoked')).not.toEqual([]);
});

test('the dashboard’s session lives through a reload, and a refreshed one too', async ({ page, open, sandbox }) => {
  await openDashboard(page, open);
  await page.reload();
  await expectAccount(page, 'Mira Albrecht');
  expect(await kinds(sandbox)).toEqual(['authorization_code']);

  await pass(3 * HOURS, { page, sandbox });
  await page.reload();
  await expectAccount(page, 'Mira Albrecht');
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  await page.reload();
  await expectAccount(page, 'Mira Albrecht');
  expect(await kinds(sandbox)).toHaveLength(2);
  expect(await sandbox.facts('tokens_revoked')).toEqual([]);
});

for (const [name, value] of [
  ['client-id', 'somebody-else'],
  ['api-url', (sandbox) => sandbox.origins[1]],
]) {
  test(`A session that the tab kept is not used with another ${name}`, async ({ page, open, site, sandbox }) => {
    await openDashboard(page, open);
    const before = (await apiCalls(sandbox)).length;

    const text = typeof value === 'function' ? value(sandbox) : value;
    site.attributes = { ...site.attributes, [name]: text };
    await page.reload();
    await expect(signInButton(page)).toBeVisible();
    expect(await apiCalls(sandbox)).toHaveLength(before);
    expect(await tokenCalls(sandbox)).toHaveLength(1);
  });
}

test('C10, C13: no address holds a token or a verifier, only the callback’s own a code, and no request a secret', async ({
  page,
  context,
  open,
  sandbox,
  watch,
}) => {
  const secrets = new Secrets(context);
  await atWork(page, open);
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Back to times' }).click();
  await pass(3 * HOURS, { page, sandbox });
  await refreshTimes(page);
  await signOut(page);
  await expect(notice(page)).toContainText(WORDS.signedOut);

  const { access, refresh, code, verifier } = await secrets.all();
  const urls = watch.requests.map((request) => request.url());
  const holding = (values) => urls.filter((url) => values.some((value) => url.includes(value)));
  expect(holding([...access, ...refresh, ...verifier])).toEqual([]);
  expect(new Set(holding(code)).size).toBe(1);
  expect(holding(code)[0]).toContain('/slotlink/callback.html?');

  const { requests } = await sandbox.ledger();
  for (const { method, path, query, headers, body } of requests) {
    expect(`${query} ${body}`, path).not.toMatch(/client_secret|access_token=|password/);
    expect(headers.authorization ?? 'Bearer', path).toMatch(/^Bearer/);
    expect(headers.cookie, path).toBeUndefined();
    // The authorize page’s own form may name the authorize page.
    if (path !== '/oauth/authorize') expect(headers.referer, `${method} ${path}`).toBeUndefined();
  }
});

test('a token that runs out in the middle of the work is renewed once, and nobody notices', async ({
  page,
  open,
  sandbox,
}) => {
  await atWork(page, open);
  const events = await recordEvents(page);
  await note(page).fill('Ada');
  await pass(2 * HOURS + 1, { page, sandbox });
  await refreshTimes(page);
  await page.getByRole('button', { name: 'Next month' }).click();
  await expect(refreshButton(page)).toBeVisible();
  await expectCalm(page);
  await expect(note(page)).toHaveValue('Ada');
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  expect(await sandbox.facts('token_refreshed')).toEqual([
    expect.objectContaining({ user: 'mira-albrecht', client_id: CLIENT_ID, scope: SCOPES }),
  ]);
  expect((await apiCalls(sandbox)).filter(({ status }) => status === 401)).toEqual([]);
  expect([...(await events('error')), ...(await events('signed-out'))]).toEqual([]);
});

test('T6: in a hidden tab no token is renewed by a timer, and afterwards it is when it is needed', async ({ page, open, sandbox }) => {
  await atWork(page, open);
  const events = await recordEvents(page);
  const turn = (state) => page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value === 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
  await turn('hidden');
  const before = (await sandbox.ledger()).requests.length;
  await sandbox.advance(3 * HOURS);
  // Every timer that is due runs as often as it is due.
  await page.clock.runFor(3 * HOURS);
  expect((await sandbox.ledger()).requests).toHaveLength(before);
  await turn('visible');
  await refreshTimes(page);
  await expectCalm(page);
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  expect((await apiCalls(sandbox)).filter(({ status }) => status === 401)).toEqual([]);
  expect([...(await events('error')), ...(await events('signed-out'))]).toEqual([]);
});

test('a token is renewed before it runs out, once for all the requests that need it', async ({ page, open, sandbox }) => {
  await atWork(page, open);
  await pass(2 * HOURS - 60_000, { page, sandbox });
  // Three months at once: several requests that all find the token old.
  for (let month = 0; month < 3; month += 1) await page.getByRole('button', { name: 'Next month' }).click();
  await expect(refreshButton(page)).toBeVisible();
  await expectCalm(page);
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  expect(await sandbox.facts('tokens_revoked')).toEqual([]);
});

test('H2: one 401 leads to one refresh and one replay, and nobody notices', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /status of 401/ });
  await atWork(page, open);
  const route = 'GET /event_type_available_times';
  const before = (await sandbox.requests(route)).length;
  await sandbox.faults([{ route, status: 401, body: { title: 'Unauthenticated', message: 'The access token is invalid' } }]);
  await refreshButton(page).click();
  await expect.poll(async () => (await sandbox.requests(route)).length).toBe(before + 2);
  await expectCalm(page);
  const [refused, replayed] = (await sandbox.requests(route)).slice(before);
  expect([refused.status, replayed.status]).toEqual([401, 200]);
  expect(replayed.query).toBe(refused.query);
  expect(replayed.headers.authorization).not.toBe(refused.headers.authorization);
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
});

test('H2: one 401 to the creation of a link leads to one link', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /status of 401/ });
  await atWork(page, open);
  await sandbox.faults([{ route: 'POST /scheduling_links', status: 401, body: {} }]);
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  expect(await sandbox.requests('POST /scheduling_links')).toHaveLength(2);
  expect(await sandbox.facts('link_created')).toHaveLength(1);
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
});

test('H3: an API that refuses every token ends the session calmly, with two token requests in all', async ({
  page,
  open,
  sandbox,
  watch,
}) => {
  watch.allow({ console: /status of 401/ });
  await atWork(page, open);
  await note(page).fill('Ada');
  await sandbox.faults([
    { route: 'GET /event_type_available_times', status: 401, body: {}, times: null },
    { route: 'GET /users/*', status: 401, body: {}, times: null },
    { route: 'GET /event_types*', status: 401, body: {}, times: null },
  ]);
  await refreshButton(page).click();
  await expect(signInButton(page)).toBeVisible();
  await expect(notice(page)).toContainText(WORDS.ended);
  const asked = (await apiCalls(sandbox)).length;
  await pass(600_000, { page, sandbox });
  await page.clock.runFor(60_000);
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  expect(await apiCalls(sandbox)).toHaveLength(asked);

  await sandbox.faults([]);
  await signIn(page);
  await expectAccount(page, 'Mira Albrecht');
  await expect(note(page)).toHaveValue('Ada');
});

test('C15: a refused refresh ends the session, and what was chosen and written is there after the next sign-in', async ({
  page,
  open,
  sandbox,
  watch,
}) => {
  watch.allow({ console: /status of 400/ });
  await atWork(page, open);
  const events = await recordEvents(page);
  await chooseTwo(page);
  await note(page).fill('Ada Lovelace, second round');
  const chosen = await page.locator('#open-types').textContent();

  await sandbox.faults([{ route: 'POST /oauth/token', status: 400, body: { error: 'invalid_grant' } }]);
  await pass(2 * HOURS + 1, { page, sandbox });
  await refreshButton(page).click();
  await expect(notice(page)).toContainText(WORDS.ended);
  await expect(signInButton(page)).toBeVisible();
  expect(await events('signed-out')).toEqual([{ reason: 'expired' }]);
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);

  await signIn(page);
  await expectAccount(page, 'Mira Albrecht');
  await expect(notice(page)).toHaveCount(0);
  await expect(note(page)).toHaveValue('Ada Lovelace, second round');
  await expect(page.locator('.tray-count')).toContainText('2 times selected');
  await expect(page.locator('#open-types')).toHaveText(chosen);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  await expect(page.locator('.slot input').first()).toBeVisible();
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
});

test('Q6: who signs in after the session of somebody else has ended sees nothing of theirs', async ({
  page,
  open,
  sandbox,
  watch,
}) => {
  watch.allow({ console: /status of 400/ });
  await atWork(page, open);
  await note(page).fill('Secret customer');
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  await page.getByLabel('Email').fill('invitee@secret.example');
  await page.getByRole('button', { name: 'Back to times' }).click();
  await chooseTwo(page);
  await note(page).fill('Another secret');
  await sandbox.faults([{ route: 'POST /oauth/token', status: 400, body: { error: 'invalid_grant' } }]);
  await pass(2 * HOURS + 1, { page, sandbox });
  await refreshButton(page).click();
  await expect(notice(page)).toContainText(WORDS.ended);

  await signIn(page, { user: 'dana-whitfield' });
  await expectAccount(page, 'Dana Whitfield');
  await page.getByRole('option').first().click();
  await expect(refreshButton(page)).toBeVisible();
  await expect(note(page)).toHaveValue('');
  await expect(page.locator('.tray-count')).toContainText('No times selected');
  await page.getByRole('button', { name: 'Links' }).click();
  await expect(page.getByText('No links yet.')).toBeVisible();
  const { document } = await remains(page);
  for (const trace of ['Secret customer', 'Another secret', 'invitee@secret', 'Mira', 'nordlicht']) {
    expect(document, trace).not.toContain(trace);
  }
  expect((await apiCalls(sandbox)).filter(({ user, path }) => user === 'dana-whitfield' && path.includes('MIRA'))).toEqual([]);
});

for (const [name, fault] of [
  ['503', { status: 503, body: '<html>Service unavailable</html>', content_type: 'text/html' }],
  ['500 with a JSON body', { status: 500, body: { error: 'invalid_grant' } }],
  ['429', { status: 429, body: { error: 'too_many_requests' } }],
  ['HTML and status 200', { status: 200, body: '<html>Sign in to the network</html>', content_type: 'text/html' }],
  ['no answer', { cut: 'before_headers', execute: false }],
]) {
  test(`A13: a refresh ahead of time that is answered by ${name} keeps the session, and nobody notices`, async ({
    page,
    open,
    sandbox,
    watch,
  }) => {
    watch.allow({ console: /status of (429|50\d)|ERR_/ });
    await sandbox.options({ keep_alive: false });
    await atWork(page, open);
    await sandbox.faults([{ route: 'POST /oauth/token', ...fault }]);
    await pass(2 * HOURS - 120_000, { page, sandbox });
    await refreshTimes(page);
    await expectCalm(page);
    expect(await sandbox.facts('token_refreshed')).toEqual([]);

    // The next one succeeds, when the server has had time.
    await pass(60_000, { page, sandbox });
    await refreshTimes(page);
    await expectCalm(page);
    expect(await sandbox.facts('token_refreshed')).toHaveLength(1);
  });

  test(`A13: a refresh that is due and answered by ${name} is told, and trying again goes on`, async ({
    page,
    open,
    sandbox,
    watch,
  }) => {
    watch.allow({ console: /status of (429|50\d)|ERR_/ });
    await sandbox.options({ keep_alive: false });
    await atWork(page, open);
    const events = await recordEvents(page);
    await note(page).fill('Ada');
    await sandbox.faults([{ route: 'POST /oauth/token', ...fault }]);
    await pass(2 * HOURS + 60_000, { page, sandbox });
    await refreshButton(page).click();
    await expect.poll(() => kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
    await expect.poll(() => events('error')).toHaveLength(1);
    await expectSignedIn(page);
    await expect(notice(page).first()).toBeVisible();
    expect(await sandbox.facts('token_refreshed')).toEqual([]);

    await notice(page).first().getByRole('button', { name: 'Retry' }).click();
    await expect.poll(() => sandbox.facts('token_refreshed')).toHaveLength(1);
    await expect(notice(page)).toHaveCount(0);
    await expectSignedIn(page);
    await expect(note(page)).toHaveValue('Ada');
    expect(await events('signed-out')).toEqual([]);
  });
}

test('A12: the answer to a refresh that was lost ends in a new sign-in with everything kept', async ({
  page,
  open,
  sandbox,
  watch,
}) => {
  watch.allow({ console: /ERR_|status of 400/ });
  await sandbox.options({ keep_alive: false });
  await atWork(page, open);
  await chooseTwo(page);
  await note(page).fill('Ada');
  await sandbox.faults([{ route: 'POST /oauth/token', execute: true, cut: 'before_headers' }]);
  await pass(2 * HOURS + 60_000, { page, sandbox });
  await refreshButton(page).click();
  await expect.poll(() => sandbox.facts('token_refreshed')).toHaveLength(1);
  await notice(page).first().getByRole('button', { name: 'Retry' }).click();
  await expect(notice(page).first()).toContainText(WORDS.ended);
  expect((await kinds(sandbox)).length).toBeLessThanOrEqual(3);

  await signIn(page);
  await expect(note(page)).toHaveValue('Ada');
  await expect(page.locator('.tray-count')).toContainText('2 times selected');
});

for (const [name, merge, { renewable = true } = {}] of [
  ['members nobody knows', { surprise: { deep: [1] }, id_token: 'x' }],
  ['“BEARER”', { token_type: 'BEARER' }],
  ['a life given as text', { expires_in: '7200' }],
  ['no life', { expires_in: null }],
  ['a life of zero', { expires_in: 0 }],
  ['a life of 1e20', { expires_in: 1e20 }],
  ['no scope', { scope: null }],
  ['no owner', { owner: null, organization: null }],
  ['no refresh token', { refresh_token: null }, { renewable: false }],
]) {
  test(`C17, A19: a token answer with ${name} makes a session, and no storm of requests`, async ({
    page,
    open,
    sandbox,
    watch,
  }) => {
    watch.allow({ console: /status of 401/ });
    await sandbox.faults([{ route: 'POST /oauth/token', merge }]);
    await atWork(page, open);
    await expectAccount(page, 'Mira Albrecht');
    await refreshTimes(page);
    expect(await kinds(sandbox)).toEqual(['authorization_code']);

    await pass(2 * HOURS + 60_000, { page, sandbox });
    await refreshButton(page).click();
    if (renewable) {
      await expect.poll(() => kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
      await expectCalm(page);
    } else {
      await expect(notice(page)).toContainText(WORDS.ended);
      expect(await kinds(sandbox)).toEqual(['authorization_code']);
    }
  });
}

test('C17: tokens of a kind nobody asked for are no session', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'POST /oauth/token', merge: { token_type: 'mac' } }]);
  await open(page);
  await allow(await openPopup(page));
  await expect(notice(page)).toContainText('The sign-in did not succeed');
  await expect(signInButton(page)).toBeVisible();
  expect(await apiCalls(sandbox)).toEqual([]);
});

test('C14, C17: a refresh that brings no new refresh token keeps the old one, and a new one replaces it', async ({
  page,
  open,
  sandbox,
}) => {
  await atWork(page, open);
  await pass(2 * HOURS + 60_000, { page, sandbox });
  await refreshTimes(page);
  await pass(2 * HOURS + 60_000, { page, sandbox });
  await refreshTimes(page);
  const sent = (await tokenCalls(sandbox)).slice(1).map(({ form }) => form.get('refresh_token'));
  expect(new Set(sent).size, 'each is used once').toBe(2);

  await sandbox.faults([{ route: 'POST /oauth/token', status: 200, content_type: 'application/json', body: {
    token_type: 'bearer',
    access_token: await sandbox.token({ user: 'mira-albrecht', ttl: 50_000 }),
    expires_in: 7200,
  } }]);
  await pass(2 * HOURS + 60_000, { page, sandbox });
  await refreshTimes(page);
  await pass(2 * HOURS + 60_000, { page, sandbox });
  await refreshTimes(page);
  await expectCalm(page);
  const all = (await tokenCalls(sandbox)).slice(3).map(({ form }) => form.get('refresh_token'));
  expect(all).toHaveLength(2);
  expect(all[0], 'the one that was kept').toBe(all[1]);
});

for (const [kind, options] of [['widget', {}], ['dashboard', KEEPING]]) {
  test(`A16: a refresh that brings somebody else’s token ends the session of a ${kind}, and nothing of the former account stays`, async ({
    page,
    open,
    sandbox,
  }) => {
    await atWork(page, open, options);
    await chooseTwo(page);
    await note(page).fill('Secret customer');
    await sandbox.faults([
      { route: 'POST /oauth/token', merge: { owner: `${sandbox.url}/users/SOMEBODYELSE0001` } },
    ]);
    await pass(2 * HOURS + 60_000, { page, sandbox });
    const before = (await apiCalls(sandbox)).length;
    await refreshButton(page).click();
    await expect(signInButton(page)).toBeVisible();
    await expect(notice(page)).toContainText(WORDS.ownerChanged);
    expect(await apiCalls(sandbox)).toHaveLength(before);
    expect(leaks(await remains(page), ['Secret customer'])).toEqual([]);
    expect(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => /times|session/.test(key)))).toEqual([]);
    await signIn(page);
    await expect(page.locator('.tray-count')).toContainText('No times selected');
    await expect(note(page)).toHaveValue('');
  });
}

test('C14, A20: where renewed tokens do not fit into the tab’s storage, the ones that are used up do not stay there', async ({
  page,
  open,
  sandbox,
}) => {
  await atWork(page, open, KEEPING);
  await page.evaluate(() => {
    const real = Storage.prototype.setItem;
    Storage.prototype.setItem = function setItem(key, value) {
      if (key === 'slotlink:session') throw new DOMException('no room', 'QuotaExceededError');
      return real.call(this, key, value);
    };
  });
  await pass(2 * HOURS + 60_000, { page, sandbox });
  await refreshTimes(page);
  await expectCalm(page);
  expect(await page.evaluate(() => sessionStorage.getItem('slotlink:session'))).toBeNull();
  const before = (await tokenCalls(sandbox)).length;
  await page.reload();
  await expect(signInButton(page)).toBeVisible();
  expect(await tokenCalls(sandbox)).toHaveLength(before);
  expect(await sandbox.facts('tokens_revoked')).toEqual([]);
});

test('C18: signing out revokes the refresh token first, says that it was confirmed, and leaves nothing of the account', async ({
  page,
  context,
  open,
  sandbox,
}) => {
  const secrets = new Secrets(context);
  await atWork(page, open);
  const events = await recordEvents(page);
  await chooseTwo(page);
  await note(page).fill('Secret customer');
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  await page.getByLabel('Email').fill('invitee@secret.example');
  await signOut(page);
  await expect(notice(page)).toContainText(WORDS.signedOut);
  await expect(notice(page)).not.toHaveClass(/warning/);
  expect(await events('signed-out')).toEqual([{ reason: 'person' }]);

  const revocations = await sandbox.requests('POST /oauth/revoke');
  expect(revocations.map(({ body }) => new URLSearchParams(body).get('token_type_hint'))).toEqual([
    'refresh_token',
    'access_token',
  ]);
  expect(await sandbox.facts('tokens_revoked')).not.toEqual([]);
  const { access } = await secrets.all();
  const refused = await fetch(`${sandbox.url}/users/me`, { headers: { authorization: `Bearer ${access[0]}` } });
  expect(refused.status).toBe(401);

  const { document, localStorage } = await remains(page);
  for (const trace of ['Mira', 'mira@nordlicht', 'Secret customer', 'invitee@secret', 'times selected']) {
    expect(document, trace).not.toContain(trace);
  }
  expect(localStorage).not.toMatch(/Mira|nordlicht|Secret/);

  await signIn(page, { user: 'dana-whitfield' });
  await expectAccount(page, 'Dana Whitfield');
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Links' }).click();
  await expect(page.getByText('No links yet.')).toBeVisible();
  await expect(note(page)).toHaveCount(0);
});

for (const [name, arrange, allowed] of [
  ['a secret is wanted', (sandbox) => sandbox.options({ revoke_requires_secret: true }), /status of 403/],
  ['the server is down', (sandbox) => sandbox.faults([{ route: 'POST /oauth/revoke', status: 503, times: null }]), /status of 503/],
  [
    'there is no answer',
    async (sandbox) => {
      await sandbox.options({ keep_alive: false });
      await sandbox.faults([{ route: 'POST /oauth/revoke', cut: 'before_headers', times: null }]);
    },
    /ERR_/,
  ],
]) {
  test(`A18: signing out where ${name} says that it was not confirmed, and is signed out all the same`, async ({
    page,
    open,
    sandbox,
    watch,
  }) => {
    watch.allow({ console: allowed });
    await open(page);
    await signIn(page);
    await expectAccount(page, 'Mira Albrecht');
    await arrange(sandbox);
    await signOut(page);
    await expect(notice(page)).toContainText(WORDS.signedOutNotConfirmed);
    await expect(notice(page)).toHaveClass(/warning/);
    await expect(accountButton(page)).toHaveCount(0);
    expect((await remains(page)).document).not.toContain('Mira');
    expect(await sandbox.facts('tokens_revoked')).toEqual([]);
    expect(await sandbox.requests('POST /oauth/revoke')).not.toEqual([]);
  });
}

test('signing out while a refresh is on its way gives back the tokens that still come', async ({
  page,
  context,
  open,
  sandbox,
}) => {
  const secrets = new Secrets(context);
  await atWork(page, open);
  await sandbox.faults([{ route: 'POST /oauth/token', delay_ms: 1500 }]);
  await pass(2 * HOURS + 60_000, { page, sandbox });
  await refreshButton(page).click();
  await expect.poll(() => sandbox.facts('token_refreshed')).toHaveLength(1);
  await signOut(page);
  await expect(notice(page)).toContainText(WORDS.signedOut);
  const { access } = await secrets.all();
  for (const token of access) {
    const refused = await fetch(`${sandbox.url}/users/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(refused.status).toBe(401);
  }
  await expect(signInButton(page)).toBeVisible();
});

test('a changed client id ends the session and gives its tokens back where they came from', async ({
  page,
  open,
  sandbox,
  site,
}) => {
  await sandbox.clients({ client_id: 'another', redirect_uris: [`${site.url}/slotlink/callback.html`] });
  await atWork(page, open);
  const before = (await apiCalls(sandbox)).length;
  await widget(page).evaluate((element) => element.setAttribute('client-id', 'another'));
  await expect(signInButton(page)).toBeVisible();
  await expect(page.locator('slotlink-widget')).not.toContainText('Mira');
  await expect.poll(() => sandbox.requests('POST /oauth/revoke')).toHaveLength(2);
  for (const { body } of await sandbox.requests('POST /oauth/revoke')) {
    expect(new URLSearchParams(body).get('client_id')).toBe(CLIENT_ID);
  }
  expect(await apiCalls(sandbox)).toHaveLength(before);
  await signIn(page, { user: 'dana-whitfield' });
  await expectAccount(page, 'Dana Whitfield');
  expect((await tokenCalls(sandbox)).at(-1).form.get('client_id')).toBe('another');
});

for (const name of ['api-url', 'token-url', 'revoke-url', 'authorize-url']) {
  test(`a changed ${name} ends the session and sends the new address nothing of the old one`, async ({
    page,
    context,
    open,
    sandbox,
    site,
    watch,
  }) => {
    const other = await Sandbox.start();
    watch.allow({ host: other.url });
    await other.clients({ client_id: CLIENT_ID, redirect_uris: [`${site.url}/slotlink/callback.html`] });
    await atWork(page, open);
    await widget(page).evaluate(
      (element, [attribute, value]) => element.setAttribute(attribute, value),
      [name, other.attributes[name]],
    );
    await expect(signInButton(page)).toBeVisible();
    await expect(page.locator('slotlink-widget')).not.toContainText('Mira');
    await expect.poll(() => sandbox.requests('POST /oauth/revoke')).toHaveLength(2);
    expect((await other.ledger()).requests).toEqual([]);
    if (name === 'api-url') {
      // The new session’s own token is what the new address gets.
      await other.acceptForeignTokens('dana-whitfield');
      await sandbox.faults([{ route: 'POST /oauth/token', merge: { owner: null } }]);
      const secrets = new Secrets(context);
      await signIn(page);
      await expectAccount(page, 'Dana Whitfield');
      const { access } = await secrets.all();
      expect(access).toHaveLength(1);
      const sent = new Set((await apiCalls(other)).map(({ headers }) => headers.authorization));
      expect(sent.size).toBe(1);
    }
    await other.stop();
  });
}

test('attributes that are changed in one turn make one new connection', async ({ page, open, sandbox, site, watch }) => {
  const other = await Sandbox.start();
  watch.allow({ host: other.url });
  await other.clients({ client_id: CLIENT_ID, redirect_uris: [`${site.url}/slotlink/callback.html`] });
  await open(page);
  await expect(signInButton(page)).toBeVisible();
  await widget(page).evaluate((element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  }, other.attributes);
  const popup = await openPopup(page);
  expect(new URL(popup.url()).origin).toBe(other.url);
  expect((await sandbox.ledger()).requests).toEqual([]);
  await other.stop();
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`C26: a ${status} from the token endpoint is not followed`, async ({ page, open, sandbox, watch }) => {
    watch.allow({ console: /ERR_FAILED|CORS|redirect/i });
    const other = await Sandbox.start();
    watch.allow({ host: other.url });
    await sandbox.faults([
      { route: 'POST /oauth/token', status, headers: { location: `${other.url}/oauth/token` }, body: '' },
    ]);
    await open(page);
    await allow(await openPopup(page));
    await expect(notice(page)).toContainText(WORDS.unreachable);
    expect((await other.ledger()).requests).toEqual([]);
    expect(await tokenCalls(sandbox)).toHaveLength(1);
    await other.stop();
  });

  test(`C26: a ${status} from the API is not followed, neither for a read nor for a link`, async ({
    page,
    open,
    sandbox,
    watch,
  }) => {
    watch.allow({ console: /ERR_FAILED|CORS|redirect/i });
    const other = await Sandbox.start();
    watch.allow({ host: other.url });
    await other.acceptForeignTokens('mira-albrecht');
    await atWork(page, open);
    const elsewhere = (path) => ({ status, headers: { location: `${other.url}${path}` }, body: '', times: null });
    await sandbox.faults([
      { route: 'GET /event_type_available_times', ...elsewhere('/event_type_available_times') },
      { route: 'POST /scheduling_links', ...elsewhere('/scheduling_links') },
    ]);
    await page.getByRole('button', { name: 'Create single-use link' }).click();
    await expect(notice(page).first()).toContainText('The link may exist, perhaps more than once, but nobody has its address.');
    expect(await sandbox.requests('POST /scheduling_links')).toHaveLength(1);
    await refreshButton(page).click();
    await expect(notice(page).filter({ hasText: WORDS.noAnswer }).last()).toContainText('could not be loaded');
    expect((await other.ledger()).requests).toEqual([]);
    await other.stop();
  });
}

test('a personal access token is used as it is, never kept, renewed or revoked', async ({ page, open, sandbox }) => {
  const pat = 'sandbox-pat-mira-albrecht';
  await open(page, { attributes: { 'client-id': null } });
  await widget(page).evaluate((element, token) => {
    element.token = token;
  }, pat);
  await expectAccount(page, 'Mira Albrecht');
  expect(await widget(page).evaluate((element) => element.token)).toBeUndefined();
  expect(leaks(await remains(page), [pat])).toEqual([]);
  await signOut(page);
  await expect(notice(page)).toContainText(WORDS.tokenLeft);
  const { requests } = await sandbox.ledger();
  expect(requests.filter(({ path }) => path.startsWith('/oauth/'))).toEqual([]);
});

test('signing out after the session has ended takes what was kept for the next one, and the words that promised it', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /status of 400/ });
  await atWork(page, open);
  await note(page).fill('Secret customer');
  await sandbox.faults([{ route: 'POST /oauth/token', status: 400, body: { error: 'invalid_grant' }, times: null }]);
  await pass(2 * HOURS + 60_000, { page, sandbox });
  await refreshButton(page).click();
  await expect(notice(page)).toContainText(WORDS.ended);
  await widget(page).evaluate((element) => element.signOut());
  await expect(notice(page)).toHaveCount(0);
  await sandbox.faults([]);
  await signIn(page);
  await expect(note(page)).toHaveValue('');
});

test('signing out where nobody is signed in says nothing, sends nothing and is no event', async ({ page, open, sandbox }) => {
  await open(page);
  await expect(signInButton(page)).toBeVisible();
  const events = await recordEvents(page);
  await widget(page).evaluate((element) => element.signOut());
  await signIn(page);
  await expect(notice(page)).toHaveCount(0);
  expect(await events('signed-out')).toEqual([]);
  expect(await sandbox.requests('POST /oauth/revoke')).toEqual([]);
});
