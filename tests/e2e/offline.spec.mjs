// Last-known times: shown at once with their age, checked, and readable without a network.
import { expect, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, book, clipboard, copyButton, eventType, eventTypes, freeTimes, goOffline, later, live, notices, pick, preview, settled,
  signIn, slots,
} from './harness/drive.mjs';

const SEEN = 'slotlink:times';
const times = '**/event_type_available_times?*';
const list = (page) => page.locator('.option');
const head = (page) => page.locator('#open-types');
const status = (page) => page.locator('.status');

async function choose(page, name) {
  await page.locator('.first-choice, [role=grid]').first().waitFor();
  if ((await page.locator('.first-choice').count()) === 0) await head(page).click();
  await page.getByRole('combobox', { name: 'Search event types' }).fill(name);
  await list(page).first().click();
}

async function openTwo({ page, open }) {
  await open(page, { now: NOW, attributes: { locale: 'en-GB', timezone: 'Europe/Berlin' } });
  await signIn(page);
  await choose(page, '30 minute meeting');
  await settled(page);
  await choose(page, 'mentoring');
  await settled(page);
}

/** Holds all answers with times until the function it gives is called. */
async function hold(page) {
  let release;
  const held = new Promise((done) => {
    release = done;
  });
  await page.route(times, async (route) => {
    await held;
    await route.continue();
  });
  return () => release();
}

const kept = (page) =>
  page.evaluate((prefix) => [...Object.keys(sessionStorage), ...Object.keys(localStorage)].filter((key) => key.startsWith(prefix)), SEEN);

test('times that were seen are there at once with their age, and the answer takes their place', async ({ page, open, sandbox }) => {
  await openTwo({ page, open });
  await later(page, sandbox, 5 * 60_000);
  const release = await hold(page);
  await choose(page, '30 minute meeting');
  await expect(slots(page).first()).toBeVisible();
  await expect(status(page)).toContainText('As of 5 minutes ago, checking…');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-busy', 'true');
  release();
  await settled(page);
  await expect(status(page)).toContainText('Updated 09:05');
  await expect(slots(page).first()).toBeVisible();
});

test('what has changed since is marked: new times, times that are gone, and a chosen one', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  const free = await freeTimes(sandbox, type, '2026-12-02T00:00:00Z', '2026-12-03T00:00:00Z');
  // The first answer lacks a time that the second has.
  const missing = free[1].start_time;
  await page.route(times, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    body.collection = body.collection.filter((time) => time.start_time !== missing);
    await route.fulfill({ response: answer, json: body });
  }, { times: 1 });
  await openTwo({ page, open });
  await book(free[0].scheduling_url);
  await book(free[2].scheduling_url);
  const release = await hold(page);
  await choose(page, '30 minute meeting');
  await page.locator('[data-date="2026-12-02"]').click();
  const gone = page.locator(`label.slot[data-at="${Date.parse(free[0].start_time)}"]`);
  await gone.click();
  await expect(page.locator('.tray-count')).toContainText('1 time selected');
  release();
  await settled(page);
  await expect(status(page)).toContainText('1 new, 2 times are gone');
  const fresh = page.locator(`label.slot[data-at="${Date.parse(missing)}"]`);
  await expect(fresh).toContainText('new');
  await expect(page.locator('.slot .chip')).toHaveCount(1);
  await expect(notices(page)).toContainText('One of the chosen times is no longer available');
  await expect(page.locator('.tray-count')).toContainText('No times selected');
  // The marks are those of the last answer.
  await page.getByRole('button', { name: 'Refresh' }).click();
  await settled(page);
  await expect(page.locator('.slot .chip')).toHaveCount(0);
});

test('without a network it is said since when, what was seen can be read and copied with a caution, and it mends itself', async ({
  page,
  open,
  sandbox,
  context,
  watch,
}) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openTwo({ page, open });
  await goOffline(page);
  await expect(notices(page)).toContainText('You are offline since 09:00');
  await choose(page, '30 minute meeting');
  await expect(slots(page).first()).toBeVisible();
  await expect(status(page)).toContainText('As of');
  await pick(page, 1);
  await expect(page.locator('.warned').first()).toContainText('some may be gone by now');
  await page.getByLabel('Add a new single-use link').check();
  await copyButton(page).click();
  await expect(live(page)).toContainText('1 time copied. These are the times as of', { timeout: 20_000 });
  await expect(live(page)).toContainText('No link was added');
  expect((await clipboard(page)).text).toContain('This time works');
  expect(await sandbox.facts('link_created')).toEqual([]);
  await context.setOffline(false);
  await expect(notices(page).filter({ hasText: 'offline' })).toHaveCount(0);
  await expect(status(page)).toContainText('Updated', { timeout: 15_000 });
  await expect(page.locator('.tray-what .warned')).toHaveCount(0);
  await expect(preview(page)).toContainText('This time works');
});

test('a widget keeps nothing beyond the page', async ({ page, open }) => {
  await openTwo({ page, open });
  expect(await kept(page)).toEqual([]);
});

test('on the dashboard, which keeps its session, last-known times outlive a reload and can be read offline', async ({
  page,
  open,
  watch,
}) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await open(page, { host: 'dashboard', now: NOW });
  await signInByRedirect(page);
  await choose(page, 'mentoring');
  await settled(page);
  const before = await slots(page).count();
  expect(await kept(page)).toHaveLength(1);
  // The page itself comes from the browser's cache; nothing else is there.
  await page.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => globalThis.online ?? false }));
  await page.route(/event_types|available_times|users\/me/, (route) => route.abort());
  await page.reload();
  await expect(head(page)).toContainText('Mentoring');
  await expect(slots(page)).toHaveCount(before);
  await expect(notices(page).first()).toContainText('You are offline since');
  await expect(status(page)).toContainText('As of just now');
  await page.unroute(/event_types|available_times|users\/me/);
  await page.evaluate(() => {
    globalThis.online = true;
    dispatchEvent(new Event('online'));
  });
  await expect(status(page)).toContainText('Updated', { timeout: 15_000 });
  await expect(notices(page)).toHaveCount(0);
});

test('signing out takes what was kept with it, and another account never sees it', async ({ page, open, sandbox }) => {
  await open(page, { host: 'dashboard', now: NOW });
  await signInByRedirect(page);
  await choose(page, 'mentoring');
  await settled(page);
  const [mine, ...more] = await page.evaluate((prefix) => Object.entries(sessionStorage).filter(([key]) => key.startsWith(prefix)), SEEN);
  expect(more).toEqual([]);
  // Somebody else's, left behind in this tab.
  await page.evaluate((prefix) => sessionStorage.setItem(`${prefix}\nhttps://api.calendly.com/users/OTHER\nx\ny`, 'x\n\n'), SEEN);
  await page.reload();
  await settled(page);
  expect(await kept(page)).toEqual([mine[0]]);
  await page.locator('#open-account').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
  expect(await kept(page)).toEqual([]);
  // As if it had been left behind nevertheless. Nothing but what is kept can be shown to who comes next, until they are answered.
  await page.evaluate(([key, text]) => sessionStorage.setItem(key, text), mine);
  let release;
  const held = new Promise((done) => {
    release = done;
  });
  await page.route(/\/event_type(s|_available_times)\?/, async (route) => {
    await held;
    await route.continue();
  });
  await signInByRedirect(page, 'dana-whitfield');
  await expect(page.locator('#open-account')).toHaveAccessibleName('Account: Dana Whitfield');
  expect(await kept(page)).toEqual([]);
  await expect(page.locator('slotlink-dashboard')).not.toContainText('Mentoring');
  await expect(slots(page)).toHaveCount(0);
  release();
  const own = (await eventTypes(sandbox, 'dana-whitfield')).filter((type) => type.active);
  await expect(list(page)).toHaveCount(own.length);
  await expect(list(page).filter({ hasText: 'Mentoring' })).toHaveCount(0);
});

async function signInByRedirect(page, user = 'mira-albrecht') {
  await page.getByRole('button', { name: 'Sign in with Calendly' }).click();
  await page.locator(`input[name=user][value=${user}]`).check();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.locator('#open-account')).toBeVisible();
}
