// The month and its times: what is asked for, what is shown, and what happens when answers are late, doubled or missing.
import { expect, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, book, day, eventType, forgetLedger, freeTimes, later, live, notices, settled, showDay, showTimes,
  signIn, slots, windows,
} from './harness/drive.mjs';

const BERLIN = { timezone: 'Europe/Berlin' };
const next = (page) => page.getByRole('button', { name: 'Next month' });
const previous = (page) => page.getByRole('button', { name: 'Previous month' });
const month = (page) => page.locator('#month');

/** Dates with the number of times on each, as a zone's calendar has them. */
function byDay(times, zone = 'Europe/Berlin') {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  const days = new Map();
  for (const { start_time: start } of times) {
    const date = format.format(new Date(start));
    days.set(date, (days.get(date) ?? 0) + 1);
  }
  return days;
}

/** The same as the calendar tells it. */
async function told(page) {
  const cells = await page.locator('[role=gridcell].open').evaluateAll((list) =>
    list.map((cell) => [cell.dataset.date, Number(/: (\d+) times?$/.exec(cell.getAttribute('aria-label'))?.[1])]),
  );
  return new Map(cells);
}

test('the month marks every day with times and the list has those of the chosen day', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  const free = await freeTimes(sandbox, type, '2026-12-01T08:02:00Z', '2026-12-31T23:00:00Z');
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  const wanted = byDay(free);
  expect(await told(page)).toEqual(wanted);
  const date = [...wanted.keys()][3];
  await showDay(page, date);
  await expect(slots(page)).toHaveCount(wanted.get(date));
  await expect(day(page, date)).toHaveAccessibleName(/^\w+,? \d+ December 2026: \d+ times$/);
  const shown = await slots(page).evaluateAll((list) => list.map((slot) => new Date(Number(slot.dataset.at)).toISOString()));
  const instants = free.map((time) => new Date(time.start_time).toISOString());
  expect(shown).toEqual(instants.filter((at) => at.startsWith(date)));
});

test('no request spans more than 31 days, not even for the month with 25 hours in a day', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { now: '2026-09-15T08:00:00Z', attributes: BERLIN });
  for (const name of ['October 2026', 'November 2026', 'December 2026']) {
    await next(page).click();
    await expect(month(page)).toHaveText(name);
    await settled(page);
  }
  const asked = await windows(sandbox);
  for (const window of asked) {
    expect(window.days).toBeLessThanOrEqual(31);
    expect(window.status, `${window.start} – ${window.end}`).toBe(200);
  }
  // October has 31 days and one hour in Berlin: two windows that meet at midnight.
  const meeting = asked.filter((window) => window.end.startsWith('2026-10-30T23:00') || window.start.startsWith('2026-10-30T23:00'));
  expect(meeting).toHaveLength(2);
});

test('every request begins in the future and nothing is asked for twice', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await next(page).click();
  await settled(page);
  await previous(page).click();
  await settled(page);
  const asked = await windows(sandbox);
  for (const window of asked) expect(Date.parse(window.start)).toBeGreaterThan(Date.parse(window.at));
  expect(new Set(asked.map((window) => window.start)).size).toBe(asked.length);
});

test('a server that takes only seven days is asked for weeks from then on', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await sandbox.options({ max_range_days: 7 });
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  const weeks = [1, 8, 15, 22, 29].map((date) => `2026-12-${String(date).padStart(2, '0')}T09:00:00Z`);
  const free = [];
  for (const start of weeks) {
    const end = new Date(Math.min(Date.parse(start) + 7 * 86_400_000, Date.parse('2026-12-31T23:00:00Z')));
    free.push(...(await freeTimes(sandbox, type, start, end.toISOString())));
  }
  const unique = [...new Map(free.map((time) => [time.start_time, time])).values()];
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await expect.poll(() => told(page)).toEqual(byDay(unique));
  const asked = await windows(sandbox);
  const refused = asked.filter((window) => window.status === 400);
  expect(refused.every((window) => window.days > 7)).toBe(true);
  const taken = asked.filter((window) => window.status === 200);
  expect(taken.length).toBeGreaterThanOrEqual(5);
  expect(taken.every((window) => window.days <= 7)).toBe(true);
  await forgetLedger(sandbox);
  await next(page).click();
  await next(page).click();
  await expect(month(page)).toHaveText('February 2027');
  await settled(page);
  expect((await windows(sandbox)).every((window) => window.days <= 7 && window.status === 200)).toBe(true);
});

test('a time on the boundary of two windows is shown once', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  // Midnight in Tokyo is four in the afternoon in Berlin, when the host still works: windows of a week meet on a time.
  await sandbox.options({ max_range_days: 7 });
  const starts = [];
  page.on('response', async (response) => {
    if (!response.url().includes('/event_type_available_times') || !response.ok()) return;
    const { collection } = await response.json().catch(() => ({ collection: [] }));
    starts.push(...collection.map((time) => Date.parse(time.start_time)));
  });
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Asia/Tokyo' } });
  await expect.poll(() => new Set(starts).size < starts.length).toBe(true);
  // The page may have read an answer that this test is still reading.
  await expect(async () => {
    const wanted = byDay([...new Set(starts)].sort().map((at) => ({ start_time: at })), 'Asia/Tokyo');
    const shown = await told(page);
    for (const [date, count] of shown) expect(count, date).toBe(wanted.get(date));
  }).toPass({ timeout: 10_000 });
});

test('a window that failed is a gap with its own Retry, and only that window is asked for again', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await sandbox.options({ max_range_days: 7 });
  await sandbox.faults([
    { route: 'GET /event_type_available_times?start_time=2026-12-07T23:00', times: null, status: 500, body: {} },
  ]);
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  const gap = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
  await expect(gap).toHaveCount(1);
  await expect(gap).toContainText(/Tue,? 8 Dec/);
  await expect(day(page, '2026-12-09')).toHaveAccessibleName(/times not loaded$/);
  // The rest of the month is there.
  await expect(page.locator('[role=gridcell].open').first()).toBeVisible();
  expect([...(await told(page)).keys()].some((date) => date > '2026-12-15')).toBe(true);
  await sandbox.faults([]);
  await forgetLedger(sandbox);
  await gap.getByRole('button', { name: 'Retry' }).click();
  await settled(page);
  await expect(gap).toHaveCount(0);
  await expect(day(page, '2026-12-09')).not.toHaveAccessibleName(/not loaded/);
  const asked = (await windows(sandbox)).filter((window) => window.start < '2026-12-31');
  expect(asked.map((window) => window.start.slice(0, 16))).toEqual(['2026-12-07T23:00']);
});

test('two windows that failed are two gaps, and retrying one leaves the other', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await sandbox.options({ max_range_days: 7 });
  const fault = (start) => ({
    route: `GET /event_type_available_times?start_time=${start}`, times: null, status: 404,
    body: { title: 'Resource Not Found', message: 'The server could not find the requested resource.' },
  });
  await sandbox.faults([fault('2026-12-07T23:00'), fault('2026-12-21T23:00')]);
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  const gaps = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
  await expect(gaps).toHaveCount(2);
  await sandbox.faults([fault('2026-12-21T23:00')]);
  await gaps.first().getByRole('button', { name: 'Retry' }).click();
  await expect(gaps).toHaveCount(1);
  await expect(gaps).toContainText(/22 Dec/);
});

test('the last chosen event type wins, however late the answers of the one before', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const first = await eventType(sandbox, '30min');
  const second = await eventType(sandbox, 'photo-session');
  const free = await freeTimes(sandbox, second, '2026-12-01T08:02:00Z', '2026-12-31T23:00:00Z');
  await sandbox.faults([{ route: `GET /event_type_available_times?event_types/${first.id}`, times: null, delay_ms: 2500 }]);
  await open(page, { now: NOW, attributes: { locale: 'en-GB', ...BERLIN } });
  await signIn(page);
  const search = page.getByRole('combobox');
  const late = page.waitForEvent('requestfinished', (request) => request.url().includes(first.id));
  const aborted = page.waitForEvent('requestfailed', (request) => request.url().includes(first.id)).catch(() => {});
  await search.fill('30 Minute');
  await page.keyboard.press('Enter');
  await page.locator('#open-types').click();
  await page.getByRole('dialog').getByRole('combobox').fill('Photo session');
  await page.keyboard.press('Enter');
  await expect.poll(() => told(page)).toEqual(byDay(free));
  await Promise.race([late.catch(() => aborted), aborted]);
  await settled(page);
  expect(await told(page)).toEqual(byDay(free));
  await expect(page.locator('#open-types')).toContainText('Photo session');
});

test('a month that answers late does not overwrite the one that is shown', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'GET /event_type_available_times?start_time=2026-12-01', times: null, delay_ms: 2500 }]);
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { locale: 'en-GB', 'event-type': type.id, ...BERLIN } });
  const december = page.waitForResponse((response) => response.url().includes('start_time=2026-12-01'));
  await signIn(page);
  await next(page).click();
  await expect(month(page)).toHaveText('January 2027');
  await settled(page);
  const january = await told(page);
  expect(january.size).toBeGreaterThan(5);
  await (await december).finished();
  expect(await told(page)).toEqual(january);
  await expect(month(page)).toHaveText('January 2027');
  await previous(page).click();
  await settled(page);
  expect([...(await told(page)).keys()].every((date) => date.startsWith('2026-12'))).toBe(true);
});

test('the next month is fetched ahead, so that turning to it asks for nothing but the one after', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  const starts = async () => (await windows(sandbox)).map((window) => window.start.slice(0, 13));
  await expect.poll(starts).toEqual(['2026-12-01T08', '2026-12-31T23']);
  await next(page).click();
  await expect(month(page)).toHaveText('January 2027');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  await expect.poll(starts).toEqual(['2026-12-01T08', '2026-12-31T23', '2027-01-31T23']);
});

test('times are looked up again when the tab comes back, but not at once', async ({ page, open, sandbox }) => {
  const type = await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  const [date] = [...(await told(page)).keys()].slice(2);
  await showDay(page, date);
  const before = await slots(page).count();
  const [taken] = await freeTimes(sandbox, type, `${date}T06:00:00Z`, `${date}T20:00:00Z`);
  const comeBack = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect.poll(() => windows(sandbox)).toEqual([]);
  await comeBack();
  await book(taken.scheduling_url);
  await later(page, sandbox, 31_000);
  await comeBack();
  await expect(slots(page)).toHaveCount(before - 1);
  const asked = (await windows(sandbox)).filter((window) => window.start < '2026-12-31');
  expect(asked).toHaveLength(1);
});

test('Refresh looks the month up again and says when that was', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { ...BERLIN, 'hour-cycle': '24' } });
  await expect(page.getByText(/^Updated 0?9:00$/)).toBeVisible();
  await later(page, sandbox, 20 * 60_000);
  await forgetLedger(sandbox);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByText(/^Updated 0?9:20$/)).toBeVisible();
  const asked = await windows(sandbox);
  expect(asked.filter((window) => window.start < '2026-12-31')).toHaveLength(1);
});

test('a time that was chosen and is gone is taken out, and that is said', async ({ page, open, sandbox }) => {
  const type = await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await slots(page).first().click();
  await slots(page).nth(1).click();
  await expect(page.getByText('2 times selected').first()).toBeVisible();
  const at = new Date(Number(await slots(page).first().getAttribute('data-at'))).toISOString();
  const [taken] = await freeTimes(sandbox, type, at, at.replace(/:00\.000Z/, ':30.000Z'));
  await book(taken.scheduling_url);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(notices(page)).toContainText('One of the chosen times is no longer available and was taken out.');
  await expect(page.getByText('1 time selected').first()).toBeVisible();
});

test('an empty month says so and offers the next time, which leads there', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { slug: 'next-month', attributes: BERLIN });
  await expect(page.getByText('No times in December 2026.')).toBeVisible();
  const jump = page.getByRole('button', { name: /^Next: / });
  await expect(jump).toHaveText(/Jan/);
  await jump.click();
  await expect(month(page)).toHaveText('January 2027');
  await expect(page.locator('[role=gridcell][aria-selected=true]')).toHaveAttribute('data-date', /^2027-01-/);
  await expect(slots(page).first()).toBeVisible();
});

test('an event type without any time is looked for a year ahead and then given up in words', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { slug: 'never', attributes: BERLIN });
  await expect(page.getByText('No times in December 2026.')).toBeVisible();
  await page.getByRole('button', { name: 'Find the next available time' }).click();
  await expect(page.getByText('No times up to December 2027.')).toBeVisible({ timeout: 15_000 });
  await expect(live(page)).toHaveText('No times in the next 12 months.');
  await expect(page.getByText('Looking ahead…')).toHaveCount(0);
  expect((await windows(sandbox)).every((window) => window.days <= 31)).toBe(true);
});

test('looking ahead waits out a pause that Calendly asks for, and says so', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await showTimes({ page, open, sandbox }, { slug: 'never', attributes: BERLIN });
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: 1, status: 429, body: {} }]);
  await page.getByRole('button', { name: 'Find the next available time' }).click();
  await expect(page.getByText('Looking ahead…')).toBeVisible();
  await expect.poll(async () => (await windows(sandbox)).filter((window) => window.status === 429)).toHaveLength(1);
  await page.clock.runFor(50_000);
  await expect(page.getByText('Calendly takes no more requests for now.')).toBeVisible();
  await expect(page.getByText('Looking ahead…')).toBeVisible();
  await sandbox.advance(70_000);
  await page.clock.fastForward(20_000);
  await expect(page.getByText('No times up to December 2027.')).toBeVisible({ timeout: 20_000 });
});

test('looking ahead shows what it could not learn instead of calling it empty', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await showTimes({ page, open, sandbox }, { slug: 'never', attributes: BERLIN });
  await expect(page.getByText('No times in December 2026.')).toBeVisible();
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: null, status: 403, body: {} }]);
  await page.getByRole('button', { name: 'Find the next available time' }).click();
  await expect(page.getByText('Looking ahead…')).toHaveCount(0);
  await expect(page.getByRole('alert').getByRole('button', { name: 'Retry' }).first()).toBeVisible();
  await expect(page.getByText(/^No times (in|up)/)).toHaveCount(0);
});

test('the method goes to the next day with times, and from there to the one after', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  const dates = [...(await told(page)).keys()];
  const selected = page.locator('[role=gridcell][aria-selected=true]');
  await expect(selected).toHaveAttribute('data-date', dates[0]);
  await page.locator('slotlink-widget').evaluate((host) => host.goToNextAvailable());
  await expect(selected).toHaveAttribute('data-date', dates[1]);
});

test('times that have begun vanish as the clock moves on, without a request', async ({ page, open, sandbox }) => {
  // Twenty to one at night in Berlin, for an event type of the small hours without notice.
  await showTimes({ page, open, sandbox }, { slug: 'night-shift', now: '2026-12-01T23:40:00Z', attributes: { ...BERLIN, 'hour-cycle': '24' } });
  await expect(slots(page).first()).toContainText(/\b0?1:00/);
  await expect.poll(async () => (await windows(sandbox)).length).toBe(2);
  await forgetLedger(sandbox);
  await later(page, sandbox, 31 * 60_000);
  await expect(slots(page).first()).toContainText(/\b0?1:30/);
  expect(await windows(sandbox)).toEqual([]);
});

test('days that are over cannot be turned back to, and the month before the present one neither', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { now: '2026-12-10T08:00:00Z', attributes: BERLIN });
  await expect(previous(page)).toHaveAttribute('aria-disabled', 'true');
  await previous(page).click({ force: true });
  await expect(month(page)).toHaveText('December 2026');
  await expect(day(page, '2026-12-10')).toHaveAttribute('aria-current', 'date');
  for (const date of ['2026-12-07', '2026-12-08', '2026-12-09']) {
    await expect(day(page, date)).toHaveAccessibleName(/no times$/);
  }
});

test('at midnight the next day becomes today', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { now: '2026-12-10T22:59:00Z', attributes: BERLIN });
  await expect(day(page, '2026-12-10')).toHaveAttribute('aria-current', 'date');
  await later(page, sandbox, 2 * 60_000);
  await expect(day(page, '2026-12-11')).toHaveAttribute('aria-current', 'date');
  await expect(page.locator('[aria-current=date]')).toHaveCount(1);
});

test('a group tells how many places are left at each time', async ({ page, open, sandbox }) => {
  const type = await showTimes({ page, open, sandbox }, { slug: 'type-workshop', attributes: BERLIN });
  const free = await freeTimes(sandbox, type, '2026-12-01T08:02:00Z', '2026-12-31T23:00:00Z');
  const left = new Map(free.map((time) => [Date.parse(time.start_time), time.invitees_remaining]));
  await expect(slots(page).first()).toBeVisible();
  for (const slot of await slots(page).all()) {
    const count = left.get(Number(await slot.getAttribute('data-at')));
    if (count > 1) await expect(slot).toContainText(`${count} spots left`);
  }
  expect([...left.values()].some((count) => count > 1)).toBe(true);
});

test('a one-on-one has no word about places', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await expect(slots(page).first()).toBeVisible();
  await expect(page.getByText(/spots? left/)).toHaveCount(0);
});

test('answers that are unsorted, doubled, past or strange become a clean list', async ({ page, open, sandbox }) => {
  const at = (start, more = {}) => ({ status: 'available', invitees_remaining: 1, start_time: start, scheduling_url: null, ...more });
  await sandbox.faults([
    {
      route: 'GET /event_type_available_times?start_time=2026-12-01', times: null, status: 200,
      body: {
        collection: [
          at('2026-12-08T12:00:00.000000Z'), at('2026-12-08T09:00:00Z'), at('2026-12-08T12:00:00Z'), at('2026-11-08T12:00:00Z'),
          at('2026-12-08T10:00:00+00:00', { status: 'unheard of', extra: { deep: [] } }), at('2026-12-08T24:00:00.000000Z'),
        ],
      },
    },
  ]);
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'UTC', 'hour-cycle': '24' } });
  await showDay(page, '2026-12-08');
  await expect(page.locator('.slot-time')).toHaveText([/^0?9:00$/, '10:00', '12:00']);
  await expect(day(page, '2026-12-09')).toHaveAccessibleName(/1 time$/);
});

test('times that cannot be read are mentioned, and the others are shown', async ({ page, open, sandbox }) => {
  const at = (start_time) => ({ status: 'available', invitees_remaining: 1, start_time, scheduling_url: null });
  const body = { collection: [at('2026-12-03T09:00:00Z'), at('tomorrow, after lunch')] };
  await sandbox.faults([{ route: 'GET /event_type_available_times', status: 200, body, times: null }]);
  await showTimes({ page, open, sandbox });
  await expect(notices(page)).toContainText('1 time that cannot be read and is not shown');
  await expect(live(page)).toContainText('1 time that cannot be read and is not shown');
  await showDay(page, '2026-12-03');
  await expect(slots(page)).toHaveCount(1);
});
