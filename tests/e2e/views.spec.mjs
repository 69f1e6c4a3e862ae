// Times by month, week and in one list; in two zones; and picked by the dozen.
import { expect, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, element, eventType, focused, forgetLedger, freeTimes, heard, later, listen, live, pick, preview, pressUntil, showDay, showTimes,
  signIn, slots, spoken, windows,
} from './harness/drive.mjs';

const BERLIN = { timezone: 'Europe/Berlin' };
const view = (page, name) => page.getByRole('radio', { name, exact: true });
const title = (page) => page.locator('#month');
const columns = (page) => page.locator('.week-day');
const sections = (page) => page.locator('.list-day');
const chosen = (page) => page.locator('label.slot.chosen');
const instants = (locator) => locator.evaluateAll((list) => list.map((slot) => Number(slot.dataset.at)));

/** Opens the times in a layout and waits until all that is shown is known. */
async function show(fixtures, layout, { attributes = {}, now = NOW, slug = '30min', ...more } = {}) {
  const { page, open, sandbox } = fixtures;
  await sandbox.clock(now);
  const type = await eventType(sandbox, slug);
  await open(page, { ...more, now, attributes: { locale: 'en-GB', 'event-type': type.id, ...BERLIN, view: layout, ...attributes } });
  await signIn(page);
  await expect(page.locator('#open-account')).toHaveAccessibleName(/Mira/);
  await known(page);
  return type;
}

/** Waits until everything that is shown is known, or known to be missing. */
async function known(page) {
  await expect(page.locator(':is(.grid,.week-days,.list)')).toHaveAttribute('aria-busy', 'false', { timeout: 15_000 });
  // The first day of a list has its times once it is known to be near.
  await expect(page.locator('.list-day').first().locator('.far')).toHaveCount(0);
}

async function turn(page, name) {
  await page.getByRole('button', { name }).click();
  await known(page);
}

/** The free times of the sandbox between two civil days in Berlin in winter, in milliseconds. */
async function offered(sandbox, type, from, to) {
  const at = (day) => Math.max(Date.parse(`${day}T00:00:00+01:00`), Date.parse(NOW) + 60_000);
  const found = [];
  for (let start = at(from), end; start < at(to); start = end) {
    // The sandbox takes 31 days at once.
    end = Math.min(start + 30 * 86_400_000, at(to));
    const times = await freeTimes(sandbox, type, new Date(start).toISOString(), new Date(end).toISOString());
    found.push(...times.map((time) => Date.parse(time.start_time)));
  }
  return [...new Set(found)];
}

async function addZone(page, query) {
  await page.locator('#open-second-zone').click();
  await page.getByRole('dialog').locator('#search').fill(query);
  await page.getByRole('dialog').getByRole('option').first().click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** The name of a span of days: engines put spaces of different widths around the dash. */
const days = (name) => new RegExp(`^${name.replace(/ ?– ?/, '\\s?–\\s?')}$`);

/** Nothing stands out of the page to the side. */
async function expectNoOverflow(page) {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  const out = await element(page).evaluate((host) => {
    const card = host.getBoundingClientRect();
    return [...host.shadowRoot.querySelectorAll('.slot, .slot-time, .heading, button')]
      .filter((node) => !node.closest('.hidden'))
      .map((node) => ({ name: `${node.className} ${node.textContent}`, box: node.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.left < card.left - 1 || box.right > card.right + 1))
      .map(({ name }) => name);
  });
  expect(out).toEqual([]);
}

/** The names of the groups that are cut off inside: times that overlap their neighbours. */
const crowded = (page) =>
  slots(page).evaluateAll((list) => list.filter((slot) => slot.scrollWidth > slot.clientWidth + 1).map((slot) => slot.textContent));

test.describe('the layout', () => {
  test('is chosen by keyboard, remembered, and set by the attribute', async ({ page, open, sandbox }) => {
    await showTimes({ page, open, sandbox }, { attributes: BERLIN });
    await expect(page.getByRole('radiogroup', { name: 'View' })).toBeVisible();
    await expect(view(page, 'Month')).toBeChecked();
    await view(page, 'Month').focus();
    await page.keyboard.press('ArrowRight');
    await expect(view(page, 'Week')).toBeChecked();
    await expect(view(page, 'Week')).toBeFocused();
    await expect(columns(page)).toHaveCount(7);
    await page.keyboard.press('ArrowRight');
    await expect(view(page, 'List')).toBeFocused();
    await expect(sections(page).first()).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(view(page, 'Month')).toBeChecked();
    await page.keyboard.press('ArrowLeft');
    await page.reload();
    await signIn(page);
    await known(page);
    await expect(view(page, 'List')).toBeChecked();
    await element(page).evaluate((host) => { host.view = 'week'; });
    await expect(columns(page)).toHaveCount(7);
    expect(await element(page).getAttribute('view')).toBe('week');
    await element(page).evaluate((host) => { host.view = 'decade'; });
    await expect(sections(page).first()).toBeVisible();
  });

  test('changes and the chosen times stay, with no request more', async ({ page, open, sandbox }) => {
    await showTimes({ page, open, sandbox }, { attributes: BERLIN });
    await showDay(page, '2026-12-08');
    const [first, second] = await pick(page, 2);
    // The next month is fetched ahead.
    await expect.poll(async () => (await windows(sandbox)).length).toBe(2);
    await forgetLedger(sandbox);
    for (const name of ['List', 'Week', 'Month']) {
      await view(page, name).check();
      if (name === 'Week') await expect(title(page)).toHaveText(days('7–13 Dec 2026'));
      await expect.poll(() => instants(chosen(page))).toEqual([first, second]);
      await expect(page.getByText('2 times selected').first()).toBeVisible();
    }
    await expect(preview(page)).toContainText(/Tuesday,? 8 December/);
    expect(await windows(sandbox)).toEqual([]);
  });

  for (const [name, attributes] of [['month', {}], ['week', { view: 'week' }], ['list', { view: 'list' }]]) {
    test(`does not move while the times of a ${name} arrive`, async ({ page, open, sandbox }) => {
      await page.addInitScript(() => {
        globalThis.shifts = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) globalThis.shifts.push({ value: entry.value, what: entry.sources.map(({ node }) => node?.className ?? node?.nodeName) });
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.setViewportSize({ width: 1280, height: 900 });
      await show({ page, open, sandbox }, name, { attributes });
      await expect(slots(page).first()).toBeVisible();
      await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
      const shifts = await page.evaluate(() => globalThis.shifts);
      expect(shifts.reduce((sum, { value }) => sum + value, 0).toFixed(4), JSON.stringify(shifts)).toBe('0.0000');
    });
  }

  for (const name of ['month', 'week', 'list']) {
    for (const width of [320, 360, 480, 700, 1200]) {
      test(`of a ${name} fits into ${width} pixels, with two zones and times of twelve hours`, async ({ page, open, sandbox }) => {
        await page.setViewportSize({ width, height: 800 });
        await show({ page, open, sandbox }, name, { attributes: { 'hour-cycle': '12', locale: 'en-US' } });
        await addZone(page, 'tokyo');
        await expect(slots(page).first()).toContainText('Tokyo');
        await expectNoOverflow(page);
        expect(await crowded(page)).toEqual([]);
      });
    }
  }
});

test.describe('a week', () => {
  test('has the times of its seven days, and is turned within what there is', async ({ page, open, sandbox }) => {
    const type = await show({ page, open, sandbox }, 'week');
    await expect(title(page)).toHaveText(days('30 Nov – 6 Dec 2026'));
    await expect(page.getByRole('heading', { name: 'Tuesday, 1 December 2026' }).or(page.getByRole('heading', { name: 'Tuesday 1 December 2026' }))).toHaveAttribute('aria-current', 'date');
    for (const name of ['Previous week', 'Today']) {
      await expect(page.getByRole('button', { name })).toHaveAttribute('aria-disabled', 'true');
      await page.getByRole('button', { name }).click({ force: true });
    }
    expect(await instants(slots(page))).toEqual(await offered(sandbox, type, '2026-11-30', '2026-12-07'));
    await turn(page, 'Next week');
    await expect(title(page)).toHaveText(days('7–13 Dec 2026'));
    await expect(live(page)).toHaveText(/^7\s?–\s?13 Dec 2026: \d+ times$/);
    expect(await instants(slots(page))).toEqual(await offered(sandbox, type, '2026-12-07', '2026-12-14'));
    await turn(page, 'Previous week');
    await expect(title(page)).toHaveText(days('30 Nov – 6 Dec 2026'));
    for (let week = 0; week < 4; week += 1) await turn(page, 'Next week');
    await expect(title(page)).toHaveText(days('28 Dec 2026 – 3 Jan 2027'));
    expect(await instants(slots(page))).toEqual(await offered(sandbox, type, '2026-12-28', '2027-01-04'));
    await turn(page, 'Today');
    await expect(title(page)).toHaveText(days('30 Nov – 6 Dec 2026'));
  });

  test('of two months is counted aloud when both are known, and not before', async ({ page, open, sandbox }) => {
    let goOn;
    const held = new Promise((done) => (goOn = done));
    await page.route(/start_time=(2026-11-30T23|2026-12)/, async (route) => {
      await held;
      await route.continue();
    });
    const now = '2026-11-30T08:00:00Z';
    await sandbox.clock(now);
    const type = await eventType(sandbox, '30min');
    await open(page, { now, attributes: { locale: 'en-GB', 'event-type': type.id, ...BERLIN, view: 'week' } });
    await signIn(page);
    await expect(slots(page).first()).toBeVisible();
    await expect(live(page)).not.toHaveText(/times?$/);
    goOn();
    await known(page);
    // What is past cannot be asked for: those that are shown are all.
    const shown = await instants(slots(page));
    expect(shown.at(-1)).toBeGreaterThan(Date.parse('2026-11-30T23:00:00Z'));
    await expect(live(page)).toHaveText(new RegExp(`6 Dec 2026: ${shown.length} times$`));
  });

  for (const [attributes, wanted] of [[{ locale: 'en-US' }, 'Sun'], [{ locale: 'en-GB' }, 'Mon'], [{ 'first-day': '6' }, 'Sat'], [{ locale: 'ar-EG' }, 'السبت']]) {
    test(`begins on ${wanted} with ${JSON.stringify(attributes)}`, async ({ page, open, sandbox }) => {
      await show({ page, open, sandbox }, 'week', { attributes });
      await expect(page.locator('.week-name').first()).toHaveText(wanted);
    });
  }

  test('on a phone is one column of days', async ({ page, open, sandbox }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await show({ page, open, sandbox }, 'week');
    const boxes = await columns(page).evaluateAll((list) => list.map((day) => day.getBoundingClientRect().toJSON()));
    for (const [index, box] of boxes.entries()) {
      expect(box.left).toBe(boxes[0].left);
      if (index) expect(box.top).toBeGreaterThanOrEqual(boxes[index - 1].bottom);
    }
    await expect(columns(page).nth(1).locator('.week-date')).toHaveText('Tuesday 1 December');
    await expectNoOverflow(page);
  });

  test('without times says so and leads to the next one', async ({ page, open, sandbox, watch }) => {
    watch.allow({ console: NETWORK_COMPLAINT });
    await page.route('**/event_type_available_times*', async (route) => {
      const answer = await route.fetch();
      const { collection } = await answer.json();
      const kept = collection.filter((time) => time.start_time >= '2026-12-16');
      await route.fulfill({ response: answer, json: { collection: kept } });
    });
    await show({ page, open, sandbox }, 'week', { now: '2026-12-01T08:00:00Z' });
    // The first times are those of the sixteenth: the week goes there by itself.
    await expect(title(page)).toHaveText(days('14–20 Dec 2026'));
    await turn(page, 'Previous week');
    await expect(page.getByText(/^No times in 7\s?–\s?13 Dec 2026\.$/).first()).toBeVisible();
    await page.getByRole('button', { name: /^Next: Wed,? 16 Dec/ }).click();
    await expect(title(page)).toHaveText(days('14–20 Dec 2026'));
    expect(await focused(page)).not.toBe(null);
  });

  test('with a gap names its days and is retried alone', async ({ page, open, sandbox, watch }) => {
    watch.allow({ console: NETWORK_COMPLAINT });
    let broken = true;
    await page.route('**/event_type_available_times*', (route) => (broken ? route.abort() : route.continue()));
    await show({ page, open, sandbox }, 'week');
    await expect(page.getByRole('alert').filter({ hasText: 'could not be loaded' }).first()).toBeVisible({ timeout: 20_000 });
    await expect(columns(page).nth(3)).toContainText('times not loaded');
    broken = false;
    await page.getByRole('button', { name: 'Retry' }).first().click();
    await expect(slots(page).first()).toBeVisible();
    await expect(columns(page).nth(3)).not.toContainText('times not loaded');
  });

  test('in which clocks change has each of its instants once, under the right day', async ({ page, open, sandbox }) => {
    const type = await show({ page, open, sandbox }, 'week', { now: '2027-03-22T08:00:00Z', slug: 'night-shift' });
    await expect(title(page)).toHaveText(days('22–28 Mar 2027'));
    const shown = await columns(page).evaluateAll((list) => list.map((day) => [...day.querySelectorAll('[data-at]')].map((slot) => Number(slot.dataset.at))));
    const all = (await freeTimes(sandbox, type, '2027-03-22T08:01:00Z', '2027-03-28T22:00:00Z')).map((time) => Date.parse(time.start_time));
    expect(shown.flat()).toEqual(all);
    const civil = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' });
    for (const [index, day] of shown.entries()) {
      for (const at of day) expect(civil.format(at)).toBe(`2027-03-${22 + index}`);
    }
    await expect(page.locator('.clock-change')).toHaveText('Clocks in Berlin go forward by 1 hour on Sunday 28 March. Times after that are in UTC+2.');
  });

  test('is walked by arrows, mirrored where lines are written from the right', async ({ page, open, sandbox }) => {
    await show({ page, open, sandbox }, 'week', { attributes: { locale: 'ar-EG', 'first-day': '1' } });
    await turn(page, 'Next week');
    const days = await columns(page).evaluateAll((list) => list.map((day) => [...day.querySelectorAll('[data-at]')].map((slot) => Number(slot.dataset.at))));
    const at = () => page.evaluate(() => Number(document.activeElement.shadowRoot.activeElement.id.slice('at-'.length)));
    const [one, two] = days.filter((day) => day.length > 1);
    const boxes = await columns(page).evaluateAll((list) => list.map((day) => day.getBoundingClientRect().left));
    expect(boxes[0]).toBeGreaterThan(boxes[1]);
    await page.locator(`#at-${one[0]}`).focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(at).toBe(one[1]);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(at).toBe(two[1]);
    await page.keyboard.press('ArrowRight');
    await expect.poll(at).toBe(one[1]);
    await page.keyboard.press('End');
    await expect.poll(at).toBe(one.at(-1));
    await page.keyboard.press('Shift+Tab');
    await pressUntil(page, 'Tab', (where) => where.id === `at-${one.at(-1)}`, 3);
  });
});

test.describe('a list', () => {
  test('has every time under its day and goes on month by month', async ({ page, open, sandbox }) => {
    const type = await show({ page, open, sandbox }, 'list');
    const scrolled = async () => {
      // Down to the end, so that every day comes near.
      for (const section of await sections(page).all()) {
        await section.scrollIntoViewIfNeeded();
        await expect(section.locator('label.slot').first()).toBeVisible();
      }
      return instants(slots(page));
    };
    await expect(title(page)).toHaveText('December 2026');
    expect(await scrolled()).toEqual(await offered(sandbox, type, '2026-12-01', '2027-01-01'));
    const more = page.getByRole('button', { name: 'Show later times' });
    await more.press('Enter');
    await known(page);
    await expect(title(page)).toHaveText(days('December 2026 – January 2027'));
    await expect(more).toBeFocused();
    await expect(live(page)).toHaveText(/^January 2027: \d+ times$/);
    expect(await scrolled()).toEqual(await offered(sandbox, type, '2026-12-01', '2027-02-01'));
    const headings = await sections(page).getByRole('heading').allTextContents();
    expect(new Set(headings).size).toBe(headings.length);
    await turn(page, 'Next month');
    await expect(title(page)).toHaveText('January 2027');
    await turn(page, 'Today');
    await expect(title(page)).toHaveText('December 2026');
  });

  test('of thousands of times has those near what is seen in the page, and keeps the room of the others', async ({ page, open, sandbox }) => {
    await page.setViewportSize({ width: 1200, height: 900 });
    await page.route('**/event_type_available_times*', async (route) => {
      const query = new URL(route.request().url()).searchParams;
      const [start, end] = ['start_time', 'end_time'].map((name) => Date.parse(query.get(name)));
      const collection = [];
      for (let at = Math.ceil(start / 900_000) * 900_000; at < end; at += 900_000) {
        collection.push({ status: 'available', invitees_remaining: 1, start_time: new Date(at).toISOString(), scheduling_url: `https://calendly.com/d/${at}` });
      }
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { collection } });
    });
    await show({ page, open, sandbox }, 'list');
    await expect(sections(page)).toHaveCount(31);
    await expect(slots(page).first()).toBeVisible();
    expect(await slots(page).count()).toBeLessThan(800);
    const list = page.locator('.list');
    const height = () => list.evaluate((node) => node.scrollHeight);
    const before = await height();
    await list.evaluate((node) => node.scrollTo(0, node.scrollHeight));
    await expect(sections(page).last().locator('label.slot')).toHaveCount(96);
    expect(Math.abs((await height()) - before)).toBeLessThan(8);
    expect(await slots(page).count()).toBeLessThan(1600);
    // What is not drawn can be chosen all the same.
    await sections(page).nth(15).getByRole('button', { name: 'Select day' }).click();
    await expect(page.getByText('96 times selected').first()).toBeVisible();
  });

  test('stays as it is, with the focus, when times are asked for again', async ({ page, open, sandbox }) => {
    await show({ page, open, sandbox }, 'list');
    const [, second] = await instants(slots(page));
    await page.locator(`#at-${second}`).focus();
    await forgetLedger(sandbox);
    await later(page, sandbox, 60_000);
    await element(page).evaluate((host) => host.refresh());
    await expect.poll(async () => (await windows(sandbox)).length).toBeGreaterThan(0);
    await known(page);
    expect((await focused(page)).id).toBe(`at-${second}`);
  });

  test('on a phone is part of the page, not a box that scrolls', async ({ page, open, sandbox }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await show({ page, open, sandbox }, 'list');
    expect(await page.locator('.list').evaluate((node) => node.scrollHeight - node.clientHeight)).toBeLessThanOrEqual(1);
    await expectNoOverflow(page);
  });
});

test.describe('a second zone', () => {
  test('is added, shown with every time, remembered and removed', async ({ page, open, sandbox }) => {
    await show({ page, open, sandbox }, 'month', { attributes: { 'hour-cycle': '24' } });
    await showDay(page, '2026-12-08');
    await expect(page.locator('.slot-there')).toHaveCount(0);
    const said = await spoken(page);
    await page.locator('#open-second-zone').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Second time zone' }).getByRole('combobox')).toBeFocused();
    await page.keyboard.type('tokyo');
    await page.keyboard.press('Enter');
    await expect(page.locator('#open-second-zone')).toBeFocused();
    await expect.poll(said).toContain('Every time is shown in Tokyo time as well.');
    await expect(page.locator('#open-second-zone')).toContainText('Tokyo · UTC+9');
    for (const slot of await slots(page).all()) {
      const there = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' }).format(Number(await slot.getAttribute('data-at')));
      await expect(slot).toContainText(`${there} Tokyo`);
    }
    // What was used for the message before is used still.
    await expect(preview(page)).toHaveCount(0);
    await pick(page, 1);
    await expect(preview(page)).toContainText('Berlin, UTC+1');
    const writeIn = page.getByRole('radiogroup', { name: 'Write times in:' });
    await expect(writeIn.getByRole('radio', { name: 'Berlin' })).toBeChecked();
    await writeIn.getByRole('radio', { name: 'Tokyo' }).check();
    await expect(preview(page)).toContainText('Tokyo, UTC+9');
    await page.reload();
    await signIn(page);
    await known(page);
    await expect(slots(page).first()).toContainText('Tokyo');
    await page.getByRole('button', { name: 'Remove Tokyo' }).click();
    await expect(page.locator('#open-second-zone')).toBeFocused();
    await expect(page.locator('#open-second-zone')).toHaveText('Add a second time zone');
  });

  test('tells the other day and the night in words and by a drawing', async ({ page, open, sandbox }) => {
    await show({ page, open, sandbox }, 'week', { attributes: { 'hour-cycle': '24' } });
    await addZone(page, 'tokyo');
    await turn(page, 'Next week');
    const told = await slots(page).evaluateAll((list) => list.map((slot) => ({ at: Number(slot.dataset.at), words: slot.textContent, shaded: slot.classList.contains('night'), drawn: slot.querySelectorAll('svg').length })));
    const civil = (zone, at) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at);
    let nights = 0;
    let apart = 0;
    for (const { at, words, shaded, drawn } of told) {
      const [here, there] = [civil('Europe/Berlin', at), civil('Asia/Tokyo', at)];
      const hour = Number(there.slice(11, 13));
      const night = hour >= 22 || hour < 7;
      expect({ there, night: /night in Tokyo/.test(words), shaded, drawn }).toEqual({ there, night, shaded: night, drawn: Number(night) });
      const next = there.slice(0, 10) !== here.slice(0, 10);
      expect(/\+1 day.*the next day/.test(words), `${here} ${there} ${words}`).toBe(next);
      nights += night;
      apart += next;
    }
    expect(Math.min(nights, told.length - nights, apart, told.length - apart)).toBeGreaterThan(0);
    await expect(page.getByText('Shaded, with a moon: night there, \u206822:00\u2069–\u206807:00\u2069.')).toBeVisible();
  });

  test('is the invitee’s where no other was added', async ({ page, open, sandbox }) => {
    await show({ page, open, sandbox }, 'list', { attributes: { 'invitee-timezone': 'America/Los_Angeles', 'hour-cycle': '24' } });
    await expect(slots(page).first()).toContainText('Los Angeles');
    await addZone(page, 'kolkata');
    await expect(slots(page).first()).toContainText('Kolkata');
    await expect(slots(page).first()).not.toContainText('Los Angeles');
    const choices = page.getByRole('radiogroup', { name: 'Write times in:' }).getByRole('radio');
    await expect(choices).toHaveCount(3);
    await expect(page.getByRole('radio', { name: 'Los Angeles' })).toBeChecked();
  });

  test('in which clocks change first says so too', async ({ page, open, sandbox }) => {
    await show({ page, open, sandbox }, 'month', { now: '2027-03-01T08:00:00Z' });
    const notes = page.locator('.clock-change');
    await expect(notes).toHaveText([/^Clocks in Berlin go forward by 1 hour on Sunday 28 March\./]);
    await addZone(page, 'new york');
    await expect(notes).toHaveText([/^Clocks in Berlin/, 'Clocks in New York go forward by 1 hour on Sunday 14 March. Times after that are in UTC−4.']);
    await view(page, 'Week').check();
    await turn(page, 'Next week');
    await expect(title(page)).toHaveText(days('8–14 Mar 2027'));
    // No time is offered on the Sunday itself.
    await expect(notes).toHaveCount(0);
    await turn(page, 'Next week');
    await expect(notes).toHaveText([/^Clocks in New York/]);
  });

  test('changes nothing in a month without a change of clocks', async ({ page, open, sandbox }) => {
    await show({ page, open, sandbox }, 'month');
    await expect(page.locator('.clock-change')).toHaveCount(0);
  });
});

test.describe('a range', () => {
  const center = async (slot) => {
    const box = await slot.boundingBox();
    return [box.x + box.width / 3, box.y + box.height / 2];
  };
  const drag = async (page, from, to) => {
    await page.mouse.move(...(await center(from)));
    await page.mouse.down();
    await page.mouse.move(...(await center(to)), { steps: 6 });
  };

  for (const layout of ['month', 'week', 'list']) {
    test(`is picked with Shift in a ${layout}, by click, Space and arrows`, async ({ page, open, sandbox }) => {
      await show({ page, open, sandbox }, layout);
      if (layout === 'month') await showDay(page, '2026-12-08');
      await listen(page);
      // A list has the times of its later days a moment after those of the first.
      await expect(slots(page).nth(5)).toBeVisible();
      const shown = await instants(slots(page));
      await slots(page).nth(1).click();
      await slots(page).nth(4).click({ modifiers: ['Shift'] });
      await expect.poll(() => instants(chosen(page))).toEqual(shown.slice(1, 5));
      await expect(live(page)).toHaveText('4 times picked. 4 times selected.');
      expect((await heard(page, 'slot-select')).at(-1).detail.times).toHaveLength(4);
      // Backwards, over what is picked already: nothing is lost.
      await slots(page).nth(0).click({ modifiers: ['Shift'] });
      await expect.poll(() => instants(chosen(page))).toEqual(shown.slice(0, 5));
      await page.locator(`#at-${shown[3]}`).focus();
      await page.keyboard.press('Shift+Space');
      await expect.poll(() => instants(chosen(page))).toEqual(shown.slice(0, 5));
      await page.getByRole('button', { name: 'Clear', exact: true }).click();
      await page.locator(`#at-${shown[1]}`).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Shift+ArrowDown');
      await expect(page.locator(`#at-${shown[2]}`)).toBeFocused();
      await page.keyboard.press('Shift+ArrowDown');
      await expect(page.locator(`#at-${shown[3]}`)).toBeFocused();
      await expect.poll(() => instants(chosen(page))).toEqual(shown.slice(1, 4));
      await expect(live(page)).toHaveText('2 times picked. 3 times selected.');
    });
  }

  test('in a week goes over the ends of days', async ({ page, open, sandbox }) => {
    await show({ page, open, sandbox }, 'week');
    await turn(page, 'Next week');
    const days = await columns(page).evaluateAll((list) => list.map((day) => [...day.querySelectorAll('[data-at]')].map((slot) => Number(slot.dataset.at))));
    const [one, two] = days.filter((day) => day.length);
    await page.locator(`label[data-at="${one.at(-1)}"]`).click();
    await page.locator(`label[data-at="${two[1]}"]`).click({ modifiers: ['Shift'] });
    await expect.poll(() => instants(chosen(page))).toEqual([one.at(-1), two[0], two[1]]);
  });

  for (const layout of ['month', 'week', 'list']) {
    test(`is drawn with the mouse in a ${layout}, picks or drops as its first time was, and Escape takes it back`, async ({ page, open, sandbox }) => {
        await show({ page, open, sandbox }, layout);
      if (layout === 'month') await showDay(page, '2026-12-08');
      await listen(page);
      const shown = await instants(slots(page));
      await drag(page, slots(page).nth(0), slots(page).nth(5));
      await expect.poll(() => instants(chosen(page))).toEqual(shown.slice(0, 6));
      expect(await heard(page, 'slot-select')).toEqual([]);
      await page.mouse.move(...(await center(slots(page).nth(3))), { steps: 4 });
      await page.mouse.up();
      await expect(live(page)).toHaveText('4 times picked. 4 times selected.');
      expect(await instants(chosen(page))).toEqual(shown.slice(0, 4));
      expect((await heard(page, 'slot-select')).map((event) => event.detail.times.length)).toEqual([4]);

      await drag(page, slots(page).nth(2), slots(page).nth(6));
      await expect.poll(() => instants(chosen(page))).toEqual(shown.slice(0, 2));
      await page.keyboard.press('Escape');
      await expect.poll(() => instants(chosen(page))).toEqual(shown.slice(0, 4));
      await page.mouse.up();
      expect(await instants(chosen(page))).toEqual(shown.slice(0, 4));

      await drag(page, slots(page).nth(2), slots(page).nth(6));
      await page.mouse.up();
      await expect(live(page)).toHaveText('5 times dropped. 2 times selected.');
      expect(await instants(chosen(page))).toEqual(shown.slice(0, 2));
      // A click after all that is a click.
      await slots(page).nth(5).click();
      await expect.poll(() => instants(chosen(page))).toEqual([shown[0], shown[1], shown[5]]);
    });
  }

  test('goes on beyond what is seen of a list, while the pointer is held at its edge', async ({ page, open, sandbox }) => {
    await show({ page, open, sandbox }, 'list');
    const list = page.locator('.list');
    const scrolled = () => list.evaluate((node) => node.scrollTop);
    const first = await slots(page).first().getAttribute('data-at');
    const edges = await list.boundingBox();
    const [x] = await center(slots(page).first());
    await drag(page, slots(page).first(), slots(page).nth(4));
    await page.mouse.move(x, edges.y + edges.height - 8, { steps: 4 });
    await expect.poll(scrolled).toBeGreaterThan(600);
    await page.mouse.move(x, edges.y + edges.height / 2, { steps: 4 });
    const there = await scrolled();
    const reached = (await instants(chosen(page))).length;
    expect(reached).toBeGreaterThan(12);
    // And back again: what was passed is let go, as soon as the times there are drawn.
    await expect(async () => {
      await page.mouse.move(x, edges.y + edges.height / 2);
      await page.mouse.move(x, edges.y + 80, { steps: 6 });
      expect((await instants(chosen(page))).length).toBeLessThan(reached);
    }).toPass({ timeout: 10_000 });
    // At the very edge, and above it, the heading of the day lies over its times: they go by under it, and are let go.
    await page.mouse.move(x, edges.y - 40, { steps: 4 });
    await expect.poll(scrolled).toBeLessThan(there - 300);
    await expect.poll(async () => (await instants(chosen(page))).length).toBeLessThan(reached - 8);
    await expect.poll(scrolled).toBe(0);
    await expect.poll(async () => (await instants(chosen(page))).map(String)).toEqual([first]);
    await page.mouse.up();
    const left = await scrolled();
    await page.mouse.move(x, edges.y + edges.height - 8, { steps: 4 });
    expect(await scrolled()).toBe(left);
    expect(String((await instants(chosen(page)))[0])).toBe(first);
  });

  for (const [layout, scrolling] of [['month', '.slots'], ['week', '.week-days']]) {
    test(`goes on beyond what is seen of a ${layout} in the same way`, async ({ page, open, sandbox }) => {
      await show({ page, open, sandbox }, layout);
      if (layout === 'month') await showDay(page, '2026-12-08');
      else await turn(page, 'Next week');
      const place = page.locator(scrolling).first();
      const scrolled = () => place.evaluate((node) => node.scrollTop);
      expect(await place.evaluate((node) => node.scrollHeight - node.clientHeight)).toBeGreaterThan(100);
      const edges = await place.boundingBox();
      const [x] = await center(slots(page).first());
      await drag(page, slots(page).first(), slots(page).nth(2));
      await page.mouse.move(x, edges.y + edges.height - 8, { steps: 4 });
      await expect.poll(scrolled).toBeGreaterThan(60);
      await page.mouse.move(x, edges.y + 8, { steps: 4 });
      await expect.poll(scrolled).toBe(0);
      await page.mouse.up();
    });
  }

  for (const layout of ['month', 'week', 'list']) {
    test(`that is drawn in a ${layout} and comes back to where it began is that one time, once`, async ({ page, open, sandbox }) => {
      await show({ page, open, sandbox }, layout);
      if (layout === 'month') await showDay(page, '2026-12-08');
      const shown = await instants(slots(page));
      await drag(page, slots(page).nth(0), slots(page).nth(2));
      await expect.poll(() => instants(chosen(page))).toEqual(shown.slice(0, 3));
      await page.mouse.move(...(await center(slots(page).nth(0))), { steps: 4 });
      await page.mouse.up();
      await expect.poll(() => instants(chosen(page))).toEqual([shown[0]]);
    });
  }

  test('is drawn with the mouse over the ends of days in a week', async ({ page, open, sandbox }) => {
    await show({ page, open, sandbox }, 'week');
    await turn(page, 'Next week');
    const days = await columns(page).evaluateAll((list) => list.map((day) => [...day.querySelectorAll('[data-at]')].map((slot) => Number(slot.dataset.at))));
    const [one, two] = days.filter((day) => day.length);
    await drag(page, page.locator(`label[data-at="${one[5]}"]`), page.locator(`label[data-at="${two[1]}"]`));
    await page.mouse.up();
    const passed = [...one.slice(5), ...two.slice(0, 2)];
    await expect.poll(() => instants(chosen(page))).toEqual(passed);
    await expect(live(page)).toHaveText(`${passed.length} times picked. ${passed.length} times selected.`);
  });

  test.describe('under a finger', () => {
    test.use({ hasTouch: true, viewport: { width: 360, height: 800 } });

    test('is not drawn: the page scrolls, and a tap picks one', async ({ page, open, sandbox }) => {
      await show({ page, open, sandbox }, 'list');
      const shown = await instants(slots(page));
      await slots(page).nth(1).tap();
      await expect.poll(() => instants(chosen(page))).toEqual([shown[1]]);
      const client = await page.context().newCDPSession(page);
      await slots(page).nth(3).scrollIntoViewIfNeeded();
      const [x, y] = await center(slots(page).nth(3));
      const before = await page.evaluate(() => scrollY);
      const touch = (type, ...touchPoints) => client.send('Input.dispatchTouchEvent', { type, touchPoints });
      await touch('touchStart', { x, y });
      for (let moved = 10; moved <= 200; moved += 10) await touch('touchMove', { x, y: y - moved });
      await touch('touchEnd');
      await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before);
      expect(await instants(chosen(page))).toEqual([shown[1]]);
    });
  });
});
