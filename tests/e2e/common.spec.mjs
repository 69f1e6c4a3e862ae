// Common times of several event types: all of them free, or any, one that fails, and what a link is made for.
import { expect, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, createButton, element, eventType, focused, freeTimes, notices, pick, pressUntil, preview, rows,
  settled, signIn, slots,
} from './harness/drive.mjs';

const NAMES = ['Mentoring', '60 Minute Meeting'];
const SLUGS = ['mentoring', '60min'];
const bar = (page) => page.getByRole('group', { name: 'Combined event types' });
const head = (page) => page.locator('#open-types');
const search = (page) => page.getByRole('combobox', { name: 'Search event types' });

/** Shows the times of the first event type combined with the second. */
async function combine({ page, open }, attributes = {}) {
  await open(page, { now: NOW, attributes: { locale: 'en-GB', timezone: 'Europe/Berlin', ...attributes } });
  await signIn(page);
  await search(page).fill(NAMES[0]);
  await page.locator('.option').first().click();
  await settled(page);
  await head(page).click();
  await page.getByRole('button', { name: 'Combine with others' }).click();
  await search(page).fill(NAMES[1]);
  await page.locator('.option').first().click();
  await page.getByRole('button', { name: 'Show common times' }).click();
  await settled(page);
  await expect(bar(page)).toBeVisible();
}

/** When each of the two is free on a day of Berlin, in milliseconds. */
async function starts(sandbox, date) {
  const [from, to] = [new Date(Date.parse(`${date}T00:00:00+01:00`)), new Date(Date.parse(`${date}T23:59:59+01:00`))];
  const both = [];
  for (const slug of SLUGS) {
    const type = await eventType(sandbox, slug);
    const free = await freeTimes(sandbox, type, from.toISOString(), to.toISOString());
    both.push(free.map((time) => Date.parse(time.start_time)));
  }
  return both;
}

const shown = (page) => slots(page).evaluateAll((all) => all.map((slot) => Number(slot.dataset.at)));

async function showDay(page, date) {
  await page.locator(`[role=gridcell][data-date="${date}"]`).click();
}

test('common times are those at which all are free, or any of them, and each says who', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const [one, other] = await starts(sandbox, '2026-12-09');
  const all = one.filter((at) => other.includes(at));
  const any = [...new Set([...one, ...other])].sort((a, b) => a - b);
  expect(all.length).toBeGreaterThan(0);
  expect(any.length).toBeGreaterThan(all.length);
  await combine({ page, open });
  await expect(head(page)).toContainText('Mentoring + 1 more');
  await expect(bar(page)).toContainText('They begin together and last 50, 60 min.');
  await showDay(page, '2026-12-09');
  expect(await shown(page)).toEqual(all);
  await page.getByLabel('Any is free').check();
  await expect.poll(() => shown(page)).toEqual(any);
  const alone = one.find((at) => !other.includes(at));
  await expect(page.locator(`.slot[data-at="${alone}"]`)).toContainText('Mentoring');
  await expect(page.locator(`.slot[data-at="${all[0]}"]`)).toContainText('all of them');
});

test('a link and the copied times are for the event type that is picked', async ({ page, open, sandbox }) => {
  const types = await Promise.all(SLUGS.map((slug) => eventType(sandbox, slug)));
  await combine({ page, open });
  await showDay(page, '2026-12-09');
  await pick(page, 1);
  await expect(preview(page)).toContainText('This time works for Mentoring');
  await expect(preview(page)).toContainText('/mentoring/');
  await page.getByLabel('Links are for').selectOption(NAMES[1]);
  await expect(preview(page)).toContainText('This time works for 60 Minute Meeting');
  await expect(preview(page)).toContainText('/60min/');
  await createButton(page).click();
  await expect(rows(page).first()).toContainText(NAMES[1]);
  const [fact] = await sandbox.facts('link_created');
  expect(fact.owner).toBe(types[1].uri);
});

test('where any is enough, a link is for the event type that is free at the chosen time', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const [one, other] = await starts(sandbox, '2026-12-09');
  const alone = other.find((at) => !one.includes(at)) ?? one.find((at) => !other.includes(at));
  const name = one.includes(alone) ? NAMES[0] : NAMES[1];
  await combine({ page, open });
  await showDay(page, '2026-12-09');
  await page.getByLabel('Any is free').check();
  await page.locator(`.slot[data-at="${alone}"]`).click();
  await expect(preview(page)).toContainText(`· ${name})`);
  await createButton(page).click();
  await expect(rows(page).first()).toContainText(name);
});

test('where any is enough, each event of a calendar file is of the event type that is free then', async ({ page, context, open, sandbox }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await sandbox.clock(NOW);
  const both = await starts(sandbox, '2026-12-09');
  await combine({ page, open });
  await showDay(page, '2026-12-09');
  await page.getByLabel('Any is free').check();
  const alone = both.map((own, index) => own.find((at) => !both[1 - index].includes(at))).map((at, index) => [at, index]).filter(([at]) => at !== undefined);
  const common = both[0].find((at) => both[1].includes(at));
  expect(alone.length).toBeGreaterThan(0);
  for (const at of [...alone.map(([at]) => at), common]) await page.locator(`.slot[data-at="${at}"]`).click();
  await page.getByLabel('Links are for').selectOption(NAMES[1]);
  await page.getByLabel('Copy as').selectOption('Calendar file');
  const file = await element(page).evaluate((host) => host.copyTimes());
  const stamp = (at) => `${new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')}`;
  for (const [at, index] of [...alone, [common, 1]]) {
    const event = file.split('BEGIN:VEVENT').find((one) => one.includes(`DTSTART:${stamp(at)}`));
    expect(event).toContain(`SUMMARY:${NAMES[index]}`);
    expect(event).toContain(`DTEND:${stamp(at + [50, 60][index] * 60_000)}`);
    expect(event.replace(/\r\n /g, '')).toContain(`/${SLUGS[index]}/`);
    expect(event.replace(/\r\n /g, '')).toContain(`-${(await eventType(sandbox, SLUGS[index])).id}@slotlink`);
  }
});

test('one event type that fails is named with Retry, and the others stay', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await sandbox.clock(NOW);
  const [one, other] = await starts(sandbox, '2026-12-09');
  const failing = await eventType(sandbox, SLUGS[1]);
  await sandbox.faults([
    { route: `GET /event_type_available_times?${failing.id}`, times: null, status: 500, body: { title: 'x', message: 'y' } },
  ]);
  await combine({ page, open });
  const alert = page.getByRole('alert').filter({ hasText: NAMES[1] });
  await expect(alert.first()).toContainText('could not be loaded');
  await showDay(page, '2026-12-09');
  expect(await shown(page)).toEqual(one);
  await sandbox.faults([]);
  await alert.first().getByRole('button', { name: 'Retry' }).click();
  await expect(alert).toHaveCount(0);
  await expect.poll(() => shown(page)).toEqual(one.filter((at) => other.includes(at)));
});

test('taking the others out leads back to the one, and asks for nothing again', async ({ page, open, sandbox }) => {
  await combine({ page, open });
  const asked = (await sandbox.requests('GET /event_type_available_times')).length;
  await page.getByRole('button', { name: 'Take out 60 Minute Meeting' }).click();
  await expect(bar(page)).toHaveCount(0);
  await settled(page);
  await expect(head(page)).not.toContainText('more');
  expect(await sandbox.requests('GET /event_type_available_times')).toHaveLength(asked);
  expect(await focused(page)).not.toBeNull();
});

test('choosing another event type ends the combination', async ({ page, open }) => {
  await combine({ page, open });
  await head(page).click();
  await search(page).fill('30 minute meeting');
  await page.locator('.option').first().click();
  await settled(page);
  await expect(bar(page)).toHaveCount(0);
  await expect(head(page)).toContainText('30 Minute Meeting');
});

test('what is combined, and how, is remembered; what no longer exists is left out', async ({ page, open }) => {
  await combine({ page, open });
  await page.getByLabel('Any is free').check();
  const again = async () => {
    await page.reload();
    await signIn(page);
    await settled(page);
  };
  await again();
  await expect(head(page)).toContainText('Mentoring + 1 more');
  await expect(page.getByLabel('Any is free')).toBeChecked();
  // As if another one had been combined that was deleted since.
  const kept = () => page.evaluate(() => Object.entries(localStorage).find(([key]) => key.startsWith('slotlink:combined:')));
  const [key, value] = await kept();
  await page.evaluate(([name, text]) => localStorage.setItem(name, text), [key, `${value} ${value.split(' ')[1]}x`]);
  await again();
  await expect(bar(page).getByRole('listitem')).toHaveText([/Mentoring/, /60 Minute Meeting/, /Add/]);
  await expect(notices(page)).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Take out 60 Minute Meeting' }).click();
  await again();
  await expect(page.getByRole('button', { name: 'Account: Mira Albrecht' })).toBeVisible();
  await expect(head(page)).toContainText('Mentoring');
  await expect(bar(page)).toHaveCount(0);
});

test('event types are combined by keyboard alone, and the focus is never lost', async ({ page, open }) => {
  await open(page, { now: NOW, attributes: { locale: 'en-GB', timezone: 'Europe/Berlin' } });
  await signIn(page);
  await search(page).fill(NAMES[0]);
  await page.keyboard.press('Enter');
  await settled(page);
  await head(page).focus();
  await page.keyboard.press('Enter');
  await expect(search(page)).toBeFocused();
  await pressUntil(page, 'Tab', (at) => at.id === 'combine');
  await page.keyboard.press('Enter');
  await expect(search(page)).toBeFocused();
  await expect(page.getByRole('listbox')).toHaveAttribute('aria-multiselectable', 'true');
  await page.keyboard.type(NAMES[1]);
  await page.keyboard.press('Enter');
  await expect(page.locator('.option[aria-selected=true]')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(bar(page)).toBeVisible();
  await expect(page.locator('#add-type')).toBeFocused();
  await pressUntil(page, 'Tab', (at) => at.tag === 'input');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByLabel('Any is free')).toBeChecked();
  await expect(page.getByLabel('Any is free')).toBeFocused();
});

for (const locale of ['en-GB', 'ar-EG']) {
  test(`combined event types fit on a phone in ${locale}`, async ({ page, open }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await combine({ page, open }, { locale });
    await page.getByLabel('Any is free').check();
    const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(scrolls).toBe(false);
    const box = await element(page).evaluate((host) => host.getBoundingClientRect().toJSON());
    for (const part of await page.locator('.combined, .combine-how label, .slot').all()) {
      const own = await part.boundingBox();
      expect(own.x).toBeGreaterThanOrEqual(box.left);
      expect(own.x + own.width).toBeLessThanOrEqual(box.right);
    }
    await expect(notices(page)).toHaveCount(0);
  });
}
