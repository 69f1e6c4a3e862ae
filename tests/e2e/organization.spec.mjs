// Whose event types, which of them, in what order, and thousands of them.
import { expect, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, element, eventTypes, focused, live, notices, pat, pressUntil, settled, signIn, signInByPopup,
} from './harness/drive.mjs';

const search = (page) => page.getByRole('combobox', { name: 'Search event types' });
const options = (page) => page.getByRole('listbox', { name: 'Search event types' }).getByRole('option');
const names = (page) => page.locator('.option-name').allTextContents();
const filter = (page) => page.locator('#filter');

/** All event types of an organization, as the sandbox itself tells them to its owner. */
async function ofOrganization(sandbox) {
  const headers = { authorization: `Bearer ${pat()}` };
  const get = async (path) => (await fetch(sandbox.url + path, { headers })).json();
  const { resource } = await get('/users/me');
  const query = `organization=${encodeURIComponent(resource.current_organization)}&count=100`;
  return (await get(`/event_types?${query}`)).collection;
}

async function openList({ page, open }, { user, ...attributes } = {}) {
  await open(page, { now: NOW, attributes: { locale: 'en-GB', ...attributes } });
  await signIn(page, user);
  await expect(options(page).first()).toBeVisible();
}

async function openFilter(page) {
  await filter(page).click();
  await expect(page.getByLabel('Sort by')).toBeVisible();
}

test('an owner sees the event types of the whole organization, each with whose it is, and finds them by that', async ({
  page,
  open,
  sandbox,
}) => {
  const all = (await ofOrganization(sandbox)).filter((type) => type.active);
  const own = (await eventTypes(sandbox)).filter((type) => type.active);
  expect(all.length).toBeGreaterThan(own.length);
  await openList({ page, open });
  await expect(options(page)).toHaveCount(own.length);
  expect(await sandbox.requests('GET /event_types')).toHaveLength(1);
  await openFilter(page);
  await page.getByLabel('Whose').selectOption('All of the organization');
  await expect(options(page)).toHaveCount(all.length);
  await search(page).fill('tomás');
  await expect(options(page)).toHaveCount(2);
  await expect(options(page).first()).toContainText('Tomás Reyes');
  await options(page).first().click();
  await settled(page);
  await expect(page.locator('#open-types')).toContainText('Charla de 20 minutos');
  // It is remembered, and asked for at once the next time.
  await page.reload();
  await signIn(page);
  await settled(page);
  await expect(page.locator('#open-types')).toContainText('Charla de 20 minutos');
  // Back to one's own: what is on the screen stays.
  await page.locator('#open-types').click();
  await openFilter(page);
  await page.getByLabel('Whose').selectOption('My event types');
  await expect(options(page)).toHaveCount(own.length);
  await expect(page.locator('#open-types')).toContainText('Charla de 20 minutos');
});

test('a member is not offered the organization, and hears of no error', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await openList({ page, open }, { user: 'tomas-reyes' });
  await openFilter(page);
  await expect.poll(async () => (await sandbox.requests('GET /event_types')).length).toBe(2);
  const [, probe] = await sandbox.requests('GET /event_types');
  expect(probe.status).toBe(403);
  await expect(page.getByLabel('Whose')).toHaveCount(0);
  await expect(notices(page)).toHaveCount(0);
  // Once is enough.
  await filter(page).click();
  await openFilter(page);
  expect(await sandbox.requests('GET /event_types')).toHaveLength(2);
});

test('who may no longer see the organization is back at their own without a word', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await openList({ page, open });
  await openFilter(page);
  await page.getByLabel('Whose').selectOption('All of the organization');
  await expect(page.getByLabel('Availability schedule')).toHaveCount(0);
  await sandbox.faults([{
    route: 'GET /event_types?organization=', times: null, status: 403,
    body: { title: 'Permission Denied', message: 'You do not have permission' },
  }]);
  const own = (await eventTypes(sandbox)).filter((type) => type.active);
  await page.reload();
  await signIn(page);
  await expect(options(page)).toHaveCount(own.length);
  await expect(notices(page)).toHaveCount(0);
});

test('what the filter keeps back is counted, and the filter is remembered for the account alone', async ({ page, open, sandbox }) => {
  const all = await eventTypes(sandbox);
  const inactive = all.filter((type) => !type.active).length;
  expect(inactive).toBeGreaterThan(0);
  await openList({ page, open });
  await expect(filter(page)).toHaveText(`Filter · ${inactive} hidden`);
  await openFilter(page);
  await page.getByLabel('Inactive ones too').check();
  await expect(options(page)).toHaveCount(all.length);
  await expect(filter(page)).toHaveText('Filter');
  await expect(options(page).filter({ hasText: 'inactive' })).toHaveCount(inactive);
  await expect(live(page)).toHaveText(`${all.length} event types, 0 hidden by the filter.`);
  // Everything was there: nothing is asked for again.
  expect((await sandbox.requests('GET /event_types')).filter(({ query }) => !query.includes('organization='))).toHaveLength(1);

  await page.reload();
  await signIn(page, 'dana-whitfield');
  await expect(options(page)).toHaveCount(4);
  await signIn(page);
  await expect(options(page)).toHaveCount(all.length);
  await openFilter(page);
  await expect(page.getByLabel('Inactive ones too')).toBeChecked();
  await page.getByRole('button', { name: 'Reset the filter' }).click();
  await expect(options(page)).toHaveCount(all.length - inactive);
  await expect(filter(page)).toBeFocused();
});

test('a filter that leaves nothing says so and where to look', async ({ page, open, sandbox }) => {
  await sandbox.options({ more_event_types: 0 });
  const managed = (await eventTypes(sandbox)).filter((type) => type.active && type.admin_managed);
  await openList({ page, open });
  await openFilter(page);
  await page.getByLabel('Managed by an admin only').check();
  await expect(options(page)).toHaveCount(managed.length);
  await search(page).fill('mentoring');
  const words = page.getByRole('status').filter({ hasText: 'Nothing matches' });
  await expect(words).toContainText('hidden by the filter');
});

test('an account whose event types are all switched off is shown the way to them', async ({ page, open, sandbox }) => {
  const list = (await eventTypes(sandbox)).filter((type) => !type.active);
  await sandbox.faults([
    { route: 'GET /event_types', times: null, status: 200, body: { collection: list, pagination: { count: list.length, next_page: null } } },
  ]);
  await open(page, { now: NOW });
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'No active event types' })).toBeVisible();
  await page.getByRole('button', { name: /Show the .*inactive/ }).click();
  await expect(options(page)).toHaveCount(list.length);
});

/** The orders: what is asked for, and what tells which of two event types is the first. */
const ORDERS = {
  'Last changed first': ['updated_at:desc', (one, other) => Date.parse(other.updated_at) - Date.parse(one.updated_at)],
  'Newest first': ['created_at:desc', (one, other) => Date.parse(other.created_at) - Date.parse(one.created_at)],
  'Order on the booking page': ['position:asc', (one, other) => one.position - other.position],
  Name: [null, (one, other) => Buffer.compare(...[one, other].map(({ name }) => Buffer.from((name ?? '').toLowerCase())))],
};

test('each order is Calendly’s own work', async ({ page, open, sandbox }) => {
  const all = (await eventTypes(sandbox)).filter((type) => type.active);
  const wanted = Object.values(ORDERS).map(([, compare]) => {
    const list = [...all].sort((one, other) => compare(one, other) || (one.uri < other.uri ? -1 : 1));
    return list.map((type) => type.name || type.slug);
  });
  // No order is another one by chance.
  expect(new Set(wanted.map(String)).size).toBe(wanted.length);
  await openList({ page, open });
  await openFilter(page);
  await expect(page.getByLabel('Sort by').getByRole('option')).toHaveCount(wanted.length);
  for (const [index, [order, [sort]]] of Object.entries(ORDERS).entries()) {
    await page.getByLabel('Sort by').selectOption(order);
    await expect.poll(() => names(page)).toEqual(wanted[index]);
    const asked = await sandbox.requests('GET /event_types');
    expect(new URLSearchParams(asked.at(-1).query).get('sort')).toBe(sort);
  }
});

test('the order is remembered', async ({ page, open, sandbox }) => {
  const all = await eventTypes(sandbox);
  await openList({ page, open });
  await openFilter(page);
  await page.getByLabel('Sort by').selectOption('Newest first');
  const newest = all.filter((type) => type.active).sort((a, b) => b.created_at.localeCompare(a.created_at));
  await expect.poll(async () => (await names(page))[0]).toBe(newest[0].name);
  await page.reload();
  await signIn(page);
  await expect.poll(() => names(page)).toEqual(newest.map((type) => type.name || type.slug));
});

test('filtering by availability schedule asks for the schedules only then', async ({ page, open, sandbox }) => {
  await openList({ page, open });
  await openFilter(page);
  expect(await sandbox.requests('GET /user_availability_schedules')).toEqual([]);
  await page.getByRole('button', { name: 'Filter by availability schedule' }).click();
  const before = await options(page).count();
  await page.getByLabel('Availability schedule').selectOption('Weekends');
  await expect.poll(() => options(page).count()).toBeLessThan(before);
  const left = await options(page).count();
  expect(left).toBeGreaterThan(0);
  const asked = (await sandbox.requests('GET /event_types')).at(-1);
  expect(asked.query).toContain('user_availability_schedule=');
  await expect(filter(page)).toContainText(`${before - left + 2} hidden`);
});

test('a permission that the schedules need is asked for with one click, only when it is needed', async ({ page, open, watch, sandbox }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await open(page, { now: NOW, attributes: { scopes: 'users:read event_types:read scheduling_links:write' } });
  await signInByPopup(page);
  await expect(options(page).first()).toBeVisible();
  await openFilter(page);
  await expect(notices(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Filter by availability schedule' }).click();
  await expect(notices(page)).toContainText('availability:read');
  await expect(live(page)).toContainText('availability:read');
  await signInByPopup(page, { button: 'Allow it' });
  await expect(options(page).first()).toBeVisible();
  await openFilter(page);
  await page.getByRole('button', { name: 'Filter by availability schedule' }).click();
  await expect(page.getByLabel('Availability schedule')).toBeVisible();
  expect(await sandbox.facts('code_issued')).toHaveLength(2);
});

test('the filter can be opened, set and left by keyboard', async ({ page, open }) => {
  await openList({ page, open });
  await search(page).focus();
  await page.keyboard.press('Tab');
  await expect(filter(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await pressUntil(page, 'Tab', (at) => at.tag === 'input' && at.id === '');
  await page.keyboard.press('Space');
  await expect(page.getByLabel('Inactive ones too')).toBeChecked();
  expect(await focused(page)).not.toBeNull();
});

test('the filter fits on a phone, in both directions', async ({ page, open, axe }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  for (const locale of ['en-GB', 'ar-EG']) {
    await openList({ page, open }, { locale });
    await openFilter(page);
    await expect(page.getByLabel('Whose')).toBeVisible();
    const box = await element(page).evaluate((host) => host.getBoundingClientRect().toJSON());
    for (const field of await page.locator('.filter select, .filter label.check').all()) {
      const own = await field.boundingBox();
      expect(own.x).toBeGreaterThanOrEqual(box.left);
      expect(own.x + own.width).toBeLessThanOrEqual(box.right);
    }
    await axe(page);
  }
});

test('five thousand event types can be searched while most of them are still on their way', async ({ page, open, sandbox }) => {
  test.slow();
  await sandbox.options({ more_event_types: 5000, expose_headers: true });
  let release;
  const held = new Promise((done) => {
    release = done;
  });
  let pages = 0;
  await page.route('**/event_types?*', async (route) => {
    pages += 1;
    if (pages > 3) await held;
    await route.continue();
  });
  await openList({ page, open });
  // Three pages are there, and one can type already.
  await expect.poll(() => pages).toBe(4);
  await search(page).fill('zzz');
  await expect(page.getByRole('status').filter({ hasText: 'still on their way' })).toBeVisible();
  release();
  await search(page).fill('lesson for team 4');
  await expect.poll(() => options(page).count(), { timeout: 60_000 }).toBeGreaterThan(10);
  await search(page).fill('any time');
  await expect(options(page)).toHaveCount(1, { timeout: 60_000 });
  await search(page).fill('');
  await expect(live(page)).toHaveText(/^4\d{3} event types. Choose one.$/, { timeout: 60_000 });
  const total = Number((await live(page).textContent()).split(' ')[0]);
  // Only what can be looked at is drawn; how many there are is told all the same.
  await expect(options(page)).toHaveCount(100);
  await expect(options(page).first()).toHaveAttribute('aria-setsize', String(total));
  await expect(options(page).nth(41)).toHaveAttribute('aria-posinset', '42');
  await expect(page.getByRole('status').filter({ hasText: `${total - 100} more` })).toBeVisible();
  await search(page).fill('check-in');
  await expect(options(page).first()).toContainText('Check-in');
});
