// Event types: all of them, found quickly, chosen with any device, remembered.
import { expect, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, element, eventType, eventTypes, heard, listen, live, settled, signIn, signInByPopup, spoken,
} from './harness/drive.mjs';

const search = (page) => page.getByRole('combobox', { name: 'Search event types' });
const options = (page) => page.getByRole('listbox', { name: 'Search event types' }).getByRole('option');
const names = (page) => page.locator('.option-name').allTextContents();
const chosen = (page) => page.locator('#open-types');

async function openList({ page, open }, attributes = {}) {
  await open(page, { now: NOW, attributes: { locale: 'en-GB', ...attributes } });
  await signIn(page);
  await expect(options(page).first()).toBeVisible();
}

test('every active event type is listed, and how many there are is said', async ({ page, open, sandbox }) => {
  const active = (await eventTypes(sandbox)).filter((type) => type.active);
  expect(active.length).toBeGreaterThan(60);
  await openList({ page, open });
  await expect(options(page)).toHaveCount(active.length);
  const shown = await names(page);
  for (const type of active) expect(shown).toContain(type.name || type.slug);
  await expect(live(page)).toHaveText(`${active.length} event types. Choose one.`);
});

test('all pages of the list are read, never only the first', async ({ page, open, sandbox }) => {
  const active = (await eventTypes(sandbox)).filter((type) => type.active);
  // A server that hands out fewer than it was asked for.
  await page.route('**/event_types?*', (route) =>
    route.continue({ url: route.request().url().replace('count=100', 'count=20') }),
  );
  await openList({ page, open });
  await expect(options(page)).toHaveCount(active.length);
  const asked = await sandbox.requests('GET /event_types');
  expect(asked).toHaveLength(Math.ceil(active.length / 20));
  const tokens = asked.map((request) => new URLSearchParams(request.query).get('page_token'));
  expect(tokens[0]).toBeNull();
  expect(new Set(tokens).size).toBe(tokens.length);
});

test('a page that repeats its items or leads back to itself ends the list', async ({ page, open, sandbox }) => {
  const active = (await eventTypes(sandbox)).filter((type) => type.active);
  await sandbox.faults([
    { route: 'GET /event_types', times: null, merge: { pagination: { next_page_token: 'again' } } },
  ]);
  await page.route('**/event_types?*page_token=again*', (route) =>
    route.continue({ url: route.request().url().replace(/&page_token=again/, '') }),
  );
  await openList({ page, open });
  await expect(options(page)).toHaveCount(active.length);
  expect((await sandbox.requests('GET /event_types')).length).toBeLessThanOrEqual(2);
});

test('the list is asked for while the profile is still on its way', async ({ page, open }) => {
  let release;
  const held = new Promise((done) => {
    release = done;
  });
  await page.route('**/users/me', async (route) => {
    await held;
    await route.continue();
  });
  await open(page, { now: NOW });
  await signInByPopup(page);
  await expect(options(page).first()).toBeVisible();
  await expect(page.locator('#open-account')).toHaveAccessibleName(/^Account:\s*$/);
  release();
  await expect(page.locator('#open-account')).toHaveAccessibleName('Account: Mira Albrecht');
});

test('typing narrows the list by every word, and says when nothing is left', async ({ page, open }) => {
  await openList({ page, open });
  await search(page).fill('onboarding');
  await expect(options(page)).toHaveCount(3);
  await search(page).fill('team onboarding');
  await expect(options(page)).toHaveText([/Onboarding 2: your team/]);
  await search(page).fill('STUDIO');
  await expect(options(page)).toHaveCount(2);
  await search(page).fill('xyzzy');
  await expect(options(page)).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'Nothing matches' })).toBeVisible();
  await expect(search(page)).not.toHaveAttribute('aria-activedescendant', /./);
});

test('typing finds names with other letters than English, whatever their case', async ({ page, open }) => {
  await openList({ page, open });
  await search(page).fill('デザイン');
  await expect(options(page)).toHaveCount(1);
  await search(page).fill('استشارة');
  await expect(options(page)).toHaveCount(1);
});

test('the combobox obeys the keyboard and tells which option is active', async ({ page, open }) => {
  await openList({ page, open });
  await search(page).focus();
  await expect(search(page)).toHaveAttribute('aria-expanded', 'true');
  const active = async () => {
    const id = await search(page).getAttribute('aria-activedescendant');
    return page.locator(`#${id}`).locator('.option-name').textContent();
  };
  const all = await names(page);
  expect(await active()).toBe(all[0]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await active()).toBe(all[2]);
  await page.keyboard.press('ArrowUp');
  expect(await active()).toBe(all[1]);
  await page.keyboard.press('PageDown');
  expect(await active()).toBe(all[9]);
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  expect(await active()).toBe(all.at(-1));
  // The last one is far down: it was scrolled into view.
  await expect(options(page).last()).toBeInViewport();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(chosen(page)).toContainText(all[0]);
  await settled(page);
  await chosen(page).click();
  await expect(page.getByRole('dialog', { name: 'Choose an event type' })).toBeVisible();
  await expect(search(page)).toBeFocused();
  await expect(options(page).and(page.locator('[aria-selected=true]'))).toContainText(all[0]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(chosen(page)).toBeFocused();
});

test('the choice is told to the page, spoken, and remembered over a reload', async ({ page, open }) => {
  await openList({ page, open });
  await listen(page);
  const said = await spoken(page);
  await search(page).fill('mentoring');
  await options(page).click();
  await settled(page);
  await expect.poll(said).toContain('Mentoring chosen.');
  await expect.poll(() => heard(page, 'event-type-change')).toHaveLength(1);
  const [event] = await heard(page, 'event-type-change');
  expect(event.detail).toMatchObject({ name: 'Mentoring', duration: 50 });
  await page.reload();
  await signIn(page);
  await expect(chosen(page)).toContainText('Mentoring');
  await settled(page);
});

test('what one account chose is not chosen for another', async ({ page, open }) => {
  await openList({ page, open });
  await search(page).fill('mentoring');
  await options(page).click();
  await settled(page);
  await page.reload();
  await signIn(page, 'dana-whitfield');
  await expect(options(page)).toHaveCount(4);
  await signIn(page);
  await expect(chosen(page)).toContainText('Mentoring');
});

test('a remembered event type that is gone leads back to the list', async ({ page, open, sandbox }) => {
  await openList({ page, open });
  await search(page).fill('mentoring');
  await options(page).click();
  await settled(page);
  const list = (await eventTypes(sandbox)).filter((type) => type.active && type.name !== 'Mentoring');
  await sandbox.faults([
    { route: 'GET /event_types', times: null, body: { collection: list, pagination: { count: list.length, next_page: null } }, status: 200 },
  ]);
  await page.reload();
  await signIn(page);
  await expect(options(page)).toHaveCount(list.length);
});

test('the event-type attribute skips the choice and asks for no list', async ({ page, open, sandbox }) => {
  const type = await eventType(sandbox, 'mentoring');
  await open(page, { now: NOW, attributes: { 'event-type': type.uri } });
  await signIn(page);
  await settled(page);
  await expect(page.getByText('Mentoring', { exact: true })).toBeVisible();
  await expect(chosen(page)).toHaveCount(0);
  expect(await sandbox.requests('GET /event_types')).toEqual([]);
  expect(await sandbox.requests(`GET /event_types/${type.id}`)).toHaveLength(1);
});

test('an event-type attribute that is none says what to set', async ({ page, open, sandbox }) => {
  await open(page, { now: NOW, attributes: { 'event-type': 'https://example.com/event_types/AAAAAAAAAAAAAAAA' } });
  await listen(page);
  await signIn(page);
  const problem = page.getByRole('alert');
  await expect(problem).toContainText('Set event-type to its URI or UUID');
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await expect.poll(() => heard(page, 'error')).toMatchObject([{ detail: { code: 'configuration' } }]);
  // Mended, and spoilt again while it is shown.
  const type = await eventType(sandbox, 'mentoring');
  const fix = (id) => element(page).evaluate((host, given) => { host.eventType = given; }, id);
  await fix(type.id);
  await settled(page);
  await expect(problem).toHaveCount(0);
  await fix('https://example.com/nobody');
  await expect(problem).toContainText('“https://example.com/nobody” cannot be used');
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await fix(null);
  await expect(page.getByRole('option').first()).toBeVisible();
});

test('without an event type there is no next time to go to, and nothing is said of any', async ({ page, open, sandbox }) => {
  await open(page, { now: NOW });
  const said = await spoken(page);
  const next = () => element(page).evaluate((host) => host.goToNextAvailable());
  await next();
  await signIn(page);
  await expect(options(page).first()).toBeVisible();
  await next();
  await page.clock.runFor(2000);
  expect((await said()).join()).not.toContain('12 months');
  await expect(page.getByText('No times')).toHaveCount(0);
  expect(await sandbox.requests('GET /event_type_available_times')).toEqual([]);
});

test('an event-type attribute that nobody has is a readable message, not an endless wait', async ({ page, open, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await open(page, { now: NOW, attributes: { 'event-type': 'AAAAAAAAAAAAAAAA' } });
  await signIn(page);
  await expect(page.locator('.notice').first()).toBeVisible();
  await settled(page);
});

test('an account without event types says what to do, and finds one that was made meanwhile', async ({ page, open, sandbox }) => {
  await sandbox.faults([
    { route: 'GET /event_types', times: 1, status: 200, body: { collection: [], pagination: { count: 0, next_page: null } } },
  ]);
  await open(page, { now: NOW });
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'No active event types' })).toBeVisible();
  await expect(page.getByText('Create one, or switch one on, in Calendly')).toBeVisible();
  await page.getByRole('button', { name: 'Reload the list' }).click();
  await expect(options(page).first()).toBeVisible();
});

test('an account with a single event type goes straight to its times', async ({ page, open, sandbox }) => {
  const only = await eventType(sandbox, 'mentoring');
  delete only.id;
  await sandbox.faults([
    { route: 'GET /event_types', times: null, status: 200, body: { collection: [only], pagination: { count: 1, next_page: null } } },
  ]);
  await open(page, { now: NOW });
  await signIn(page);
  await settled(page);
  await expect(chosen(page)).toContainText('Mentoring');
});

test('odd names are text: markup, directions, emoji, none at all', async ({ page, open }) => {
  await openList({ page, open });
  const shown = await names(page);
  expect(shown).toContain('"Hello" <em>&amp;</em> \'welcome\'');
  expect(shown).toContain('👩🏽‍💻🤝👨‍👩‍👧‍👦 Family & code 🏳️‍🌈');
  expect(shown).toContain('פגישת היכרות עם מירה (30 דקות)');
  expect(shown).toContain('untitled');
  expect(await page.locator('.option em').count()).toBe(0);
  // Names of the other direction do not turn the rest of their line around.
  await search(page).fill('פגישת');
  await expect(options(page).locator('bdi')).toHaveCount(1);
  await expect(options(page)).toHaveText(/30 min/);
  await options(page).click();
  await settled(page);
  await expect(chosen(page)).toContainText('פגישת היכרות עם מירה (30 דקות)');
});

test('a very long name stays within its line', async ({ page, open }) => {
  await openList({ page, open });
  await search(page).fill('a conversation about everything');
  await options(page).click();
  await settled(page);
  const width = await element(page).evaluate((host) => host.getBoundingClientRect().right);
  const right = await chosen(page).evaluate((button) => button.getBoundingClientRect().right);
  expect(right).toBeLessThanOrEqual(width);
  const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(scrolls).toBe(false);
});

test('duration, kind and owner are told with each event type', async ({ page, open }) => {
  await openList({ page, open });
  const detail = (name) => options(page).filter({ hasText: name }).locator('.option-detail');
  await expect(detail('Support: whoever is free')).toHaveText(/30 min · round robin.*Nordlicht Studio/);
  await expect(detail('Project pitch')).toHaveText(/45 min · collective.*Nordlicht Studio/);
  await expect(detail('Type workshop')).toHaveText(/120 min · group/);
  await expect(detail('Board meeting')).toHaveText(/secret/);
});
