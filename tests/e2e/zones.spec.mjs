// Time zones: found by what people type, changed without losing anything, right in the weeks in which clocks change.
import { expect, test } from './harness.mjs';
import { NOW, element, eventType, freeTimes, settled, showDay, showTimes, signIn, signInByPopup, slots, windows } from './harness/drive.mjs';

const zoneButton = (page) => page.locator('#open-zone');
const search = (page) => page.getByRole('dialog').locator('#search');
const options = (page) => page.getByRole('dialog').getByRole('listbox').getByRole('option');
const labels = (page) => page.locator('.slot-time').allTextContents();

async function openZones(page) {
  await zoneButton(page).click();
  await expect(search(page)).toBeFocused();
  await expect(options(page).first()).toBeVisible();
}

async function choose(page, query) {
  await openZones(page);
  await search(page).fill(query);
  await options(page).first().click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test.describe('in a browser in Los Angeles', () => {
  test.use({ timezoneId: 'America/Los_Angeles' });

  test('the browser’s own zone is used until another one is chosen', async ({ page, open, sandbox }) => {
    await showTimes({ page, open, sandbox });
    await expect(zoneButton(page)).toContainText('Los Angeles');
    await expect(zoneButton(page)).toContainText('UTC−8');
    await expect(page.locator('#open-invitee-zone')).toHaveText('Los Angeles · UTC−8');
    // Nine to five in Berlin is midnight to eight here.
    const hours = await slots(page).evaluateAll((list) =>
      list.map((slot) => new Date(Number(slot.dataset.at)).toLocaleString('en-GB', { timeZone: 'America/Los_Angeles', hour: '2-digit', minute: '2-digit' })),
    );
    expect((await labels(page)).map((label) => label.padStart(5, '0'))).toEqual(hours);
  });
});

/** Gives the page's global of this name a value that stays, whatever else is set, such as a clock. */
const fix = (page, name, value) =>
  page.addInitScript(`Object.defineProperty(globalThis, '${name}', { get: () => ${value}, set() {} })`);

for (const missing of ['Temporal', 'requestIdleCallback']) {
  test(`a browser without ${missing} shows its own zone`, async ({ page, open, sandbox }) => {
    await fix(page, missing, 'undefined');
    await showTimes({ page, open, sandbox });
    expect(await page.evaluate((missing) => typeof globalThis[missing], missing)).toBe('undefined');
    await expect(zoneButton(page)).toContainText('Berlin');
  });
}

test('nothing makes the page’s first formatter, which is slow, before somebody signs in or the page is idle', async ({ page, open, sandbox }) => {
  await page.addInitScript(() => {
    globalThis.formatters = 0;
    globalThis.idle = [];
    Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
      construct(made, values) {
        globalThis.formatters += 1;
        return new made(...values);
      },
    });
  });
  await fix(page, 'requestIdleCallback', '(act) => idle.push(act)');
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
  const formatters = () => page.evaluate(() => globalThis.formatters);
  expect(await formatters()).toBe(0);
  await page.evaluate(() => globalThis.idle.splice(0).forEach((act) => act()));
  expect(await formatters()).toBeGreaterThan(0);
  // An element that is gone by then does no harm.
  await page.evaluate(() => {
    const fresh = document.querySelector('slotlink-widget').cloneNode();
    document.querySelector('slotlink-widget').replaceWith(fresh);
  });
  await expect.poll(() => page.evaluate(() => globalThis.idle.length)).toBe(1);
  await page.evaluate(() => {
    const widget = document.querySelector('slotlink-widget');
    const place = widget.parentNode;
    widget.remove();
    place.append(widget.cloneNode());
  });
  await expect.poll(() => page.evaluate(() => globalThis.idle.length)).toBe(2);
  await page.evaluate(() => globalThis.idle.splice(0).forEach((act) => act()));
  await signInByPopup(page);
  await settled(page);
});

for (const [query, wanted] of [
  ['berlin', /^Berlin/],
  ['EST', /New York.*UTC−5/],
  ['sao paulo', /Sao Paulo|São Paulo/],
  ['mumbai', /UTC\+5:30/],
  ['+5:45', /Kat(h)?mandu.*UTC\+5:45/],
  ['America/Argentina/Buenos_Aires', /Buenos Aires/],
]) {
  test(`a zone is found by “${query}”`, async ({ page, open, sandbox }) => {
    await showTimes({ page, open, sandbox });
    await openZones(page);
    await search(page).fill(query);
    await expect(options(page).first()).toHaveText(wanted);
  });
}

test('an offset finds every zone that has it today', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await openZones(page);
  await search(page).fill('UTC+2');
  await expect(options(page).first()).toContainText('UTC+2');
  const details = await page.getByRole('dialog').locator('.option-detail').allTextContents();
  expect(details.length).toBeGreaterThan(5);
  for (const detail of details) expect(detail).toMatch(/^UTC\+2 · /);
});

test('nonsense finds nothing, says so, and Escape leaves everything as it was', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await openZones(page);
  await search(page).fill('nowhere at all');
  await expect(options(page)).toHaveCount(0);
  await expect(page.getByRole('dialog').getByText('Nothing matches')).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(zoneButton(page)).toContainText('Berlin');
  await expect(zoneButton(page)).toBeFocused();
});

test('another zone regroups the same instants, is spoken, and is remembered', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await showDay(page, '2026-12-09');
  const instants = async () => slots(page).evaluateAll((list) => list.map((slot) => Number(slot.dataset.at)));
  const inBerlin = await instants();
  await choose(page, 'tokyo');
  await expect(zoneButton(page)).toContainText('Tokyo');
  await expect(page.locator('p[role=status][aria-live]').first()).toHaveText('Times are shown in Tokyo time.');
  await settled(page);
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' });
  await showDay(page, '2026-12-09');
  for (const at of await instants()) expect(format.format(at)).toBe('2026-12-09');
  expect((await instants()).some((at) => inBerlin.includes(at))).toBe(true);
  await page.reload();
  await signIn(page);
  await settled(page);
  await expect(zoneButton(page)).toContainText('Tokyo');
});

test('going to another zone and back changes nothing', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  const told = () => page.locator('[role=gridcell].open').evaluateAll((list) => list.map((cell) => cell.getAttribute('aria-label')));
  const before = await told();
  await choose(page, 'kiritimati');
  await settled(page);
  await choose(page, 'niue');
  await settled(page);
  await choose(page, 'berlin');
  await settled(page);
  expect(await told()).toEqual(before);
});

test('chosen times stay chosen when the zone changes', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await slots(page).first().click();
  await choose(page, 'tokyo');
  await expect(page.getByText('1 time selected').first()).toBeVisible();
});

test('the days at the edge of a month are asked for as the new zone cuts them', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { slug: 'night-shift' });
  await choose(page, 'honolulu');
  await settled(page);
  // The end of December in Honolulu is ten hours after that of UTC.
  await expect.poll(async () => (await windows(sandbox)).some((window) => window.end >= '2027-01-01T10:00')).toBe(true);
  await expect(page.locator('[data-date="2026-12-31"]')).toHaveAccessibleName(/\d+ times?$/);
});

for (const [given, city] of [
  ['America/New York', 'New York'],
  ['America\\/New_York', 'New York'],
  [' europe/berlin ', 'Berlin'],
  ['Eastern Standard Time', 'New York'],
  ['Asia/Calcutta', /Calcutta|Kolkata/],
  ['Europe/Kyiv', /Kyiv|Kiev/],
]) {
  test(`the untidy zone “${given}” is understood`, async ({ page, open, sandbox }) => {
    await showTimes({ page, open, sandbox }, { attributes: { timezone: given } });
    await expect(zoneButton(page)).toContainText(city);
    await expect(page.getByText('is not a time zone')).toHaveCount(0);
  });
}

for (const given of ['Mars/Olympus', '+25:00', '<img src=x>']) {
  test(`the zone “${given}”, which nobody knows, is named and the browser’s is used`, async ({ page, open, sandbox }) => {
    await showTimes({ page, open, sandbox }, { attributes: { timezone: given } });
    await expect(page.locator('.notice')).toHaveText(
      `“${given}” is not a time zone this browser knows. Times are shown in Europe/Berlin instead.`,
    );
    await expect(zoneButton(page)).toContainText('Berlin');
  });
}

test('an invitee’s zone that nobody knows is named, beside another one', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { 'invitee-timezone': 'Mars/Olympus' } });
  const words = '“Mars/Olympus” is not a time zone this browser knows. Messages are written for Europe/Berlin instead.';
  await expect(page.locator('.notice')).toHaveText(words);
  await expect(page.locator('#open-invitee-zone')).toContainText('Berlin');
  await element(page).evaluate((host) => { host.timezone = 'Nowhere'; });
  await expect(page.locator('.notice')).toHaveText(
    `“Nowhere” is not a time zone this browser knows. Times are shown in Europe/Berlin instead. ${words}`,
  );
  await page.locator('#open-invitee-zone').click();
  await search(page).fill('tokyo');
  await options(page).first().click();
  await expect(page.locator('.notice')).toHaveCount(0);
});

test('the invitee’s zone is chosen apart, shown beside each time, and remembered', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await page.locator('#open-invitee-zone').click();
  await search(page).fill('EST');
  await options(page).first().click();
  await expect(page.locator('#open-invitee-zone')).toHaveText('New York · UTC−5');
  await expect(page.locator('#open-invitee-zone')).toBeFocused();
  await expect(slots(page).first()).toContainText('New York');
  await expect(zoneButton(page)).toContainText('Berlin');
  await page.reload();
  await signIn(page);
  await settled(page);
  await expect(page.locator('#open-invitee-zone')).toHaveText('New York · UTC−5');
});

test('offsets of half and three quarters of an hour are told to the minute', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Asia/Kathmandu', 'hour-cycle': '24' } });
  await expect(zoneButton(page)).toContainText('UTC+5:45');
  expect((await labels(page)).every((label) => /:(15|45)$/.test(label))).toBe(true);
});

// Clocks go back: the wall shows an hour twice. Forward: an hour is skipped.
for (const [where, slug, user, zone, now, date, twice, offsets] of [
  ['Europe', 'night-shift', 'mira-albrecht', 'Europe/Berlin', '2026-10-20T08:00:00Z', '2026-10-25', '2', ['UTC+2', 'UTC+1']],
  ['America', 'night-owl', 'dana-whitfield', 'America/Los_Angeles', '2026-10-28T08:00:00Z', '2026-11-01', '1', ['UTC−7', 'UTC−8']],
]) {
  test(`in the autumn of ${where} both hours of the same name are there and told apart`, async ({ page, open, sandbox }) => {
    const type = await showTimes({ page, open, sandbox }, { slug, user, now, attributes: { timezone: zone, 'hour-cycle': '24' } });
    const next = page.getByRole('button', { name: 'Next month' });
    if (!(await page.locator(`[data-date="${date}"]`).count())) await next.click();
    await settled(page);
    await showDay(page, date);
    const shown = await labels(page);
    expect(new Set(shown).size).toBe(shown.length);
    for (const minutes of ['00', '30']) {
      for (const offset of offsets) {
        expect(shown.filter((label) => new RegExp(`^0?${twice}:${minutes} ${offset.replace('+', '\\+')}$`).test(label))).toHaveLength(1);
      }
    }
    // Hours that happen once need no offset.
    expect(shown.filter((label) => label.includes('UTC'))).toHaveLength(4);
    const free = await freeTimes(sandbox, type, `${date}T00:00:00Z`, `${date}T14:00:00Z`, user);
    const instants = await slots(page).evaluateAll((list) => list.map((slot) => Number(slot.dataset.at)));
    for (const { start_time: start } of free) expect(instants).toContain(Date.parse(start));
    expect([...instants].sort((a, b) => a - b)).toEqual(instants);
  });

  test(`in the autumn of ${where} a copied line tells which of the two hours is meant`, async ({ page, open, sandbox }) => {
    await showTimes({ page, open, sandbox }, { slug, user, now, attributes: { timezone: zone, 'hour-cycle': '24' } });
    if (!(await page.locator(`[data-date="${date}"]`).count())) await page.getByRole('button', { name: 'Next month' }).click();
    await settled(page);
    await showDay(page, date);
    for (const offset of offsets) await slots(page).filter({ hasText: new RegExp(`${twice}:00 ${offset.replace('+', '\\+')}`) }).click();
    const lines = (await page.locator('pre.message').textContent()).split('\n').filter((line) => line.startsWith('- '));
    expect(lines).toHaveLength(2);
    for (const [index, offset] of offsets.entries()) expect(lines[index]).toContain(`, ${offset})`);
  });
}

for (const [where, slug, user, zone, now, date, gap] of [
  ['Europe', 'night-shift', 'mira-albrecht', 'Europe/Berlin', '2027-03-20T08:00:00Z', '2027-03-28', '2'],
  ['America', 'night-owl', 'dana-whitfield', 'America/Los_Angeles', '2027-03-10T08:00:00Z', '2027-03-14', '2'],
]) {
  test(`in the spring of ${where} no time is in the hour that is skipped`, async ({ page, open, sandbox }) => {
    await showTimes({ page, open, sandbox }, { slug, user, now, attributes: { timezone: zone, 'hour-cycle': '24' } });
    await showDay(page, date);
    const shown = await labels(page);
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.filter((label) => new RegExp(`^0?${gap}:`).test(label))).toEqual([]);
    expect(shown.filter((label) => label.includes('UTC'))).toEqual([]);
  });
}

test('a zone whose day begins at one o’clock loses no time and no day', async ({ page, open, sandbox }) => {
  // Beirut skips midnight on the last Sunday of March.
  await showTimes({ page, open, sandbox }, { slug: 'night-shift', now: '2027-03-20T08:00:00Z', attributes: { timezone: 'Asia/Beirut', 'hour-cycle': '24' } });
  const total = await page.locator('[role=gridcell].open').evaluateAll((list) =>
    list.reduce((sum, cell) => sum + Number(/: (\d+)/.exec(cell.getAttribute('aria-label'))[1]), 0),
  );
  await sandbox.clock('2027-03-20T08:00:00Z');
  const type = await eventType(sandbox, 'night-shift');
  const free = await freeTimes(sandbox, type, '2027-03-20T08:02:00Z', '2027-03-31T21:00:00Z');
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Beirut' });
  expect(total).toBe(free.filter((time) => format.format(new Date(time.start_time)).startsWith('2027-03')).length);
});

for (const [zone, now, words] of [
  ['Europe/Berlin', '2026-10-01T08:00:00Z', 'Clocks in Berlin go back by 1 hour on Sunday 25 October. Times after that are in UTC+1.'],
  ['Australia/Lord_Howe', '2026-10-01T08:00:00Z', 'Clocks in Lord Howe go forward by 30 minutes on Sunday 4 October. Times after that are in UTC+11.'],
  ['Australia/Lord_Howe', '2027-04-01T08:00:00Z', 'Clocks in Lord Howe go back by 30 minutes on Sunday 4 April. Times after that are in UTC+10:30.'],
]) {
  test(`with clocks ahead that change it is told: ${words}`, async ({ page, open, sandbox }) => {
    await showTimes({ page, open, sandbox }, { now, attributes: { timezone: zone, 'hour-cycle': '24' } });
    await expect(page.locator('.clock-change')).toHaveText([words]);
  });
}

test('where clocks go back by half an hour, the half hour that comes twice is told apart', async ({ page, open, sandbox }) => {
  // 1:30 to 2:00 on the fourth, twice.
  const starts = ['2027-04-03T14:00:00Z', '2027-04-03T14:30:00Z', '2027-04-03T15:00:00Z', '2027-04-03T15:30:00Z'];
  const { scheduling_url: base } = await eventType(sandbox, '30min');
  const collection = starts.map((start) => ({ status: 'available', invitees_remaining: 1, start_time: start, scheduling_url: `${base}/${start}` }));
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: null, status: 200, body: { collection } }]);
  await showTimes({ page, open, sandbox }, { now: '2027-04-01T08:00:00Z', attributes: { timezone: 'Australia/Lord_Howe', 'hour-cycle': '24' } });
  await showDay(page, '2027-04-04');
  expect(await labels(page)).toEqual(['01:00', '01:30 UTC+11', '01:30 UTC+10:30', '02:00']);
});

test('the timezone attribute can change while the page is open', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await element(page).evaluate((host) => {
    host.timezone = 'Asia/Tokyo';
  });
  await expect(zoneButton(page)).toContainText('Tokyo');
  await settled(page);
});

test('a zone by attribute in which the shown month is over shows the next one', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { now: '2026-12-01T03:00:00Z', attributes: { timezone: 'America/Los_Angeles' } });
  await expect(page.locator('#month')).toHaveText('November 2026');
  await element(page).evaluate((host) => {
    host.timezone = 'Asia/Tokyo';
  });
  await expect(page.locator('#month')).toHaveText('December 2026');
  await settled(page);
  await expect(page.getByRole('gridcell', { selected: true })).toHaveAttribute('data-date', /^2026-12-/);
});

test('the offset beside the zone is that of the season', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { now: '2027-07-01T08:00:00Z', attributes: { timezone: 'Europe/Berlin' } });
  await expect(zoneButton(page)).toContainText('UTC+2');
});

test('the times of a day after a change of clocks are told with that day’s offset, and so is the second zone', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { now: '2026-03-20T08:00:00Z', attributes: { timezone: 'Europe/Berlin' } });
  const group = page.locator('.slots[role=group]').first();
  await showDay(page, '2026-03-27');
  await expect(group).toHaveAttribute('aria-label', /27 March 2026, Berlin, UTC\+1$/);
  await showDay(page, '2026-03-31');
  await expect(group).toHaveAttribute('aria-label', /31 March 2026, Berlin, UTC\+2$/);
});
