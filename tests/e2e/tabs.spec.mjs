// Several tabs: a browser copies the dashboard's session with its tab, and two users of one refresh token would end it.
import { expect, test } from './harness.mjs';
import { eventType, later, settled, slots } from './harness/drive.mjs';
import {
  accountButton, allow, apiCalls, duplicate, expectAccount, leave, notice, openDashboard, recordEvents, Secrets, signIn,
  signInButton, signOut, tabStorage, tenTabs, tokenCalls, WORDS,
} from './harness/sign_in.mjs';

const NOW = '2026-12-01T08:00:00Z';
const HOURS = 3_600_000;

const kinds = async (sandbox) => (await tokenCalls(sandbox)).map(({ form }) => form.get('grant_type'));
const dashboard = (page) => page.locator('slotlink-dashboard').first();
const chooses = (page, uri) => dashboard(page).evaluate((host, type) => host.selectEventType(type), uri);

/** Lets the tokens of these tabs expire. */
async function expire(sandbox, ...tabs) {
  await sandbox.advance(3 * HOURS);
  for (const tab of tabs) await tab.clock.setSystemTime(Date.parse(NOW) + 3 * HOURS);
}

test('a duplicated tab works on, without the refresh token, and one expiry is one refresh for both', async ({
  page,
  context,
  open,
  sandbox,
}) => {
  const secrets = new Secrets(context);
  const { uri } = await eventType(sandbox, '30min');
  await openDashboard(page, open, { now: NOW });
  const copy = await duplicate(page);
  await expectAccount(copy, 'Mira Albrecht');
  const { refresh } = await secrets.all();
  expect(JSON.stringify(await tabStorage(page))).toContain(refresh[0]);
  expect(JSON.stringify(await tabStorage(copy))).not.toContain(refresh[0]);

  await expire(sandbox, page, copy);
  await Promise.all([chooses(copy, uri), chooses(page, uri)]);
  for (const tab of [copy, page]) await expect(slots(tab).first()).toBeVisible();
  await copy.reload();
  await expectAccount(copy, 'Mira Albrecht');
  await page.reload();
  await expectAccount(page, 'Mira Albrecht');
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  expect((await apiCalls(sandbox)).filter(({ status }) => status === 401)).toEqual([]);
  expect(await sandbox.facts('tokens_revoked')).toEqual([]);
  for (const place of [page, copy]) await expect(notice(place)).toHaveCount(0);
});

test('A14: ten tabs, one expiry: one token call, and no family is revoked', async ({ page, open, sandbox }) => {
  test.slow();
  const { uri } = await eventType(sandbox, '30min');
  await openDashboard(page, open, { now: NOW });
  await tenTabs(page, { type: uri, now: Date.parse(NOW), past: 3 * HOURS, sandbox });
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  expect(await sandbox.facts('tokens_revoked')).toEqual([]);
});

test('a copy whose first tab is closed works until its token expires, and then asks to sign in', async ({
  page,
  open,
  sandbox,
}) => {
  const { uri } = await eventType(sandbox, '30min');
  await openDashboard(page, open, { now: NOW });
  const copy = await duplicate(page);
  await expectAccount(copy, 'Mira Albrecht');
  await copy.clock.setSystemTime(Date.parse(NOW));
  await page.close();
  await chooses(copy, uri);
  await expect(slots(copy).first()).toBeVisible();
  await copy.getByLabel('Note for your list').fill('Ada');

  await expire(sandbox, copy);
  await copy.getByRole('button', { name: 'Refresh' }).click();
  await expect(notice(copy)).toContainText(WORDS.ended);
  expect(await kinds(sandbox)).toEqual(['authorization_code']);
  await leave(copy);
  await allow(copy);
  await expectAccount(copy, 'Mira Albrecht');
  await copy.reload();
  await expectAccount(copy, 'Mira Albrecht');
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'authorization_code']);
});

test('A17: signing out in one tab signs out every tab of that account within a second, and no other account', async ({
  page,
  open,
  sandbox,
}) => {
  await openDashboard(page, open, { now: NOW });
  const events = await recordEvents(page);
  const copy = await duplicate(page);
  await expectAccount(copy, 'Mira Albrecht');
  const [apart, other] = [await duplicate(page, {}), await duplicate(page, {})];
  for (const [tab, user, name] of [[apart, 'mira-albrecht', 'Mira Albrecht'], [other, 'dana-whitfield', 'Dana Whitfield']]) {
    await leave(tab);
    await allow(tab, { user });
    await expectAccount(tab, name);
  }

  await signOut(copy);
  await Promise.all([page, apart].map((tab) => expect(signInButton(tab)).toBeVisible({ timeout: 1000 })));
  for (const tab of [page, apart]) {
    await expect(notice(tab)).toContainText('Signed out: you signed out of this account in another place.');
    await expect(dashboard(tab)).not.toContainText('Mira');
    expect(Object.keys(await tabStorage(tab)).filter((name) => name.startsWith('slotlink'))).toEqual([]);
  }
  expect(await events('signed-out')).toEqual([{ reason: 'person' }]);
  await expectAccount(other, 'Dana Whitfield');
  await other.reload();
  await expectAccount(other, 'Dana Whitfield');
  // Every token of that account is refused from now on.
  await expect
    .poll(async () => {
      const given = (await apiCalls(sandbox)).filter(({ user }) => user === 'mira-albrecht');
      const sent = [...new Set(given.map(({ headers }) => headers.authorization))];
      const answers = await Promise.all(
        sent.map((authorization) => fetch(`${sandbox.url}/users/me`, { headers: { authorization } })),
      );
      return answers.map(({ status }) => status);
    })
    .toEqual([401, 401]);
});

test('two widgets with two accounts on one page renew and sign out without each other', async ({ page, open, sandbox }) => {
  await open(page, { host: 'two', now: NOW });
  const [one, two] = [page.locator('slotlink-widget').first(), page.locator('slotlink-widget').last()];
  await signIn(page, { root: one });
  await signIn(page, { root: two, user: 'dana-whitfield' });
  await expectAccount(one, 'Mira Albrecht');
  await expectAccount(two, 'Dana Whitfield');
  await sandbox.advance(3 * HOURS);
  await page.clock.fastForward(3 * HOURS);
  for (const widget of [one, two]) {
    await widget.getByRole('option').first().click();
    await expect(widget.getByRole('button', { name: 'Refresh' })).toBeVisible();
  }
  expect((await kinds(sandbox)).filter((kind) => kind === 'refresh_token')).toHaveLength(2);

  await signOut(one);
  await expect(notice(one)).toContainText(WORDS.signedOut);
  await expectAccount(two, 'Dana Whitfield');
  await two.getByRole('button', { name: 'Refresh' }).click();
  await expect(accountButton(two)).toBeVisible();
  await expect(two).not.toContainText('Mira');
});

test('two widgets with one account are signed out together', async ({ page, open }) => {
  await open(page, { host: 'two', now: NOW });
  const [one, two] = [page.locator('slotlink-widget').first(), page.locator('slotlink-widget').last()];
  await signIn(page, { root: one });
  await signIn(page, { root: two });
  await expectAccount(two, 'Mira Albrecht');
  await signOut(one);
  await expect(signInButton(two)).toBeVisible({ timeout: 1000 });
  await expect(two).not.toContainText('Mira');
});

test('a tab that is opened again after it was closed has its session back', async ({ page, open, sandbox }) => {
  await openDashboard(page, open, { now: NOW });
  const kept = await tabStorage(page);
  await page.close();
  await expectAccount(await duplicate(page, kept), 'Mira Albrecht');
  expect(await kinds(sandbox)).toEqual(['authorization_code']);
});

test('two dashboards on one page share the session and renew it once', async ({ page, open, sandbox }) => {
  const { uri } = await eventType(sandbox, '30min');
  await openDashboard(page, open, { now: NOW });
  await page.evaluate(() => {
    const first = document.querySelector('slotlink-dashboard');
    const second = document.createElement('slotlink-dashboard');
    for (const { name, value } of first.attributes) second.setAttribute(name, value);
    first.after(second);
  });
  const both = page.locator('slotlink-dashboard');
  await expectAccount(both.nth(1), 'Mira Albrecht');
  await sandbox.advance(3 * HOURS);
  await page.clock.fastForward(3 * HOURS);
  await page.evaluate((type) => {
    for (const host of document.querySelectorAll('slotlink-dashboard')) host.selectEventType(type);
  }, uri);
  for (const dashboard of [0, 1]) await expect(slots(both.nth(dashboard)).first()).toBeVisible();
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  expect(await sandbox.facts('tokens_revoked')).toEqual([]);
});

/** The most token requests that arrived within any one minute, less what a request may be on its way. */
async function busiestMinute(sandbox) {
  const at = (await tokenCalls(sandbox)).map((call) => Date.parse(call.at));
  return Math.max(...at.map((from) => at.filter((one) => one >= from && one < from + 58_000).length));
}

/** Tokens that are good, and said to last a second. */
const SHORT_LIVED = [{ route: 'POST /oauth/token', times: null, merge: { expires_in: 1 } }];

test('A19: ten tabs that signed in one by one and are told that no token lasts ask for four a minute in all', async ({
  page,
  context,
  open,
  sandbox,
}) => {
  test.slow();
  await sandbox.clock(NOW);
  await sandbox.faults(SHORT_LIVED);
  await open(page, { now: NOW, attributes: { 'event-type': (await eventType(sandbox, '30min')).id } });
  const tabs = [page];
  while (tabs.length < 10) {
    const tab = await context.newPage();
    await tab.goto(page.url());
    tabs.push(tab);
  }
  for (const tab of tabs) {
    await later(page, sandbox, 61_000);
    await signIn(tab);
    await expectAccount(tab, 'Mira Albrecht');
    await settled(tab);
  }
  expect((await kinds(sandbox)).filter((kind) => kind === 'authorization_code')).toHaveLength(10);
  for (const _ of [1, 2, 3]) {
    await later(page, sandbox, 20_000);
    await Promise.all(tabs.map((tab) => tab.getByRole('button', { name: 'Refresh' }).click()));
    for (const tab of tabs) await settled(tab);
  }
  expect(await busiestMinute(sandbox)).toBe(4);
  // What Calendly still takes goes on to be used.
  for (const tab of tabs) await expect(notice(tab)).toHaveCount(0);
  expect((await apiCalls(sandbox)).filter(({ status }) => status >= 400)).toEqual([]);
});

test('A19: a tab that is reloaded again and again with tokens that do not last asks for four a minute', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  await sandbox.faults(SHORT_LIVED);
  await openDashboard(page, open, { now: NOW });
  for (let reload = 0; reload < 6; reload += 1) {
    await later(page, sandbox, 2000);
    await page.reload();
    await expectAccount(page, 'Mira Albrecht');
  }
  expect(await busiestMinute(sandbox)).toBe(4);
  await expect(notice(page)).toHaveCount(0);
});

test('A19: where the browser refuses storage the elements of a page have four a minute together', async ({ page, open, sandbox }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get: () => {
        throw new DOMException('storage is refused', 'SecurityError');
      },
    });
  });
  await sandbox.clock(NOW);
  await sandbox.faults(SHORT_LIVED);
  await open(page, { host: 'two', now: NOW, attributes: { 'event-type': (await eventType(sandbox, '30min')).id } });
  const widgets = [page.locator('slotlink-widget').first(), page.locator('slotlink-widget').last()];
  for (const root of widgets) {
    await signIn(page, { root });
    await expectAccount(root, 'Mira Albrecht');
  }
  for (const _ of [1, 2, 3]) {
    await later(page, sandbox, 5000);
    for (const root of widgets) await root.getByRole('button', { name: 'Refresh' }).click();
    for (const root of widgets) await expect(root.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  }
  expect(await busiestMinute(sandbox)).toBe(4);
});
