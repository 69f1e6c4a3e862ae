// Copying times: what lands on the clipboard is what was shown, still true, and complete in every line.
import { expect, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, book, clipboard, copyButton, createButton, day, element, freeTimes, heard, listen, live, notices, pick, preview,
  later, rows, settled, showDay, showTimes, signIn, slots, windows,
} from './harness/drive.mjs';

const TO_NEW_YORK = { timezone: 'Europe/Berlin', 'invitee-timezone': 'America/New_York', 'hour-cycle': '24' };
const LINE = /^- (\d\d:\d\d) \((.+), (UTC[+−\d:]*)\): (http\S+)$/;

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
});

const copyAs = (page) => page.getByLabel('Copy as');
const linesOf = (text) => text.split('\n').filter((line) => line.startsWith('- '));

/** The dates of the shown month that have times. */
const openDates = (page) => page.locator('[role=gridcell].open').evaluateAll((cells) => cells.map((cell) => cell.dataset.date));

async function copied(page, words = /times? copied\./) {
  await expect(notices(page).filter({ hasText: words })).toBeVisible();
}

test('both flavours carry every time with its zone, its offset and its own link', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  const dates = await openDates(page);
  await showDay(page, dates[1]);
  const chosen = await pick(page, 2);
  await showDay(page, dates[4]);
  chosen.push(...(await pick(page, 1)));
  const shown = await preview(page).textContent();
  await copyButton(page).click();
  await copied(page, '3 times copied.');
  const { text, links, words } = await clipboard(page);
  expect(text).toBe(shown);
  const lines = linesOf(text);
  expect(lines).toHaveLength(3);
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit' });
  for (const [index, line] of lines.entries()) {
    const [, time, city, offset, link] = LINE.exec(line);
    expect(time).toBe(format.format(chosen[index]));
    expect([city, offset]).toEqual(['New York', 'UTC−5']);
    expect(link).toContain(`${new Date(chosen[index]).toISOString().slice(0, 16)}`);
    expect(links[index]).toBe(link);
    expect(words).toContain(`${time} (New York, UTC−5)`);
  }
  expect(text).toMatch(/^These times work for 30 Minute Meeting:\n\n\w+day,? \d+ December 2026\n- /);
});

test('the links of the message lead to the very time', async ({ page, open, sandbox, context }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 1);
  await copyButton(page).click();
  await copied(page);
  const { text } = await clipboard(page);
  const [, , , , link] = LINE.exec(linesOf(text)[0]);
  const booking = await context.newPage();
  await booking.goto(link);
  await expect(booking.getByRole('button', { name: 'Schedule event' })).toBeVisible();
});

test('T5: a time that was picked before the clocks change is copied after it as the same instant', async ({ page, open, sandbox }) => {
  const attributes = { timezone: 'Europe/Berlin', 'hour-cycle': '24' };
  await showTimes({ page, open, sandbox }, { slug: 'night-shift', now: '2026-10-25T00:45:00Z', attributes });
  await expect(page.locator('#open-zone')).toContainText('UTC+2');
  await showDay(page, '2026-10-25');
  // Half past two, for the second time.
  const at = Date.parse('2026-10-25T01:30:00Z');
  await page.locator(`label[data-at="${at}"]`).click();
  const shown = await preview(page).textContent();
  await later(page, sandbox, 20 * 60_000);
  await expect(page.locator('#open-zone')).toContainText('UTC+1');
  await expect(preview(page)).toHaveText(shown);
  await copyButton(page).click();
  await copied(page, '1 time copied.');
  const { text } = await clipboard(page);
  expect(text).toBe(shown);
  const [, time, city, offset, link] = LINE.exec(linesOf(text)[0]);
  expect([time, city, offset]).toEqual(['02:30', 'Berlin', 'UTC+1']);
  expect(link).toContain('2026-10-25T01:30');
});

test('plain text has no second flavour', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 1);
  await copyAs(page).selectOption('Plain text');
  const shown = await preview(page).textContent();
  await copyButton(page).click();
  await copied(page, '1 time copied.');
  const { text, html } = await clipboard(page);
  expect(text).toBe(shown);
  expect(html).toBeNull();
});

test('whole days are chosen and cleared, across months, and stay in order', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  const dates = await openDates(page);
  await showDay(page, dates[2]);
  const first = await slots(page).count();
  await page.getByRole('button', { name: 'Select day' }).click();
  await expect(page.getByRole('button', { name: 'Clear day' })).toBeVisible();
  await page.getByRole('button', { name: 'Next month' }).click();
  await settled(page);
  await showDay(page, (await openDates(page))[3]);
  const second = await slots(page).count();
  await page.getByRole('button', { name: 'Select day' }).click();
  await expect(page.getByText(`${first + second} times selected`).first()).toBeVisible();
  await copyButton(page).click();
  await copied(page, `${first + second} times copied.`);
  const links = linesOf((await clipboard(page)).text).map((line) => /\d{4}-\d\d-\d\dT[\d:]+Z/.exec(line)[0]);
  expect(links).toHaveLength(first + second);
  expect([...links].sort()).toEqual(links);
  await page.getByRole('button', { name: 'Clear day' }).click();
  await expect(page.getByText(`${first} times selected`).first()).toBeVisible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(page.getByText('No times selected').first()).toBeVisible();
});

test('the preview follows the invitee’s zone', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 1);
  await expect(preview(page)).toContainText('(New York, UTC−5)');
  await page.locator('#open-invitee-zone').click();
  await page.locator('#search').fill('kolkata');
  await page.keyboard.press('Enter');
  await expect(preview(page)).toContainText(/\((Kolkata|Calcutta), UTC\+5:30\)/);
  await expect(preview(page)).not.toContainText('New York');
});

test('a time that was taken meanwhile is not copied, and that can be read', async ({ page, open, sandbox }) => {
  const type = await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  const [gone, kept] = await pick(page, 2);
  const at = (millis) => new Date(millis).toISOString();
  const [taken] = await freeTimes(sandbox, type, at(gone), at(gone + 60_000));
  await book(taken.scheduling_url);
  await copyButton(page).click();
  await expect(page.getByText('1 time copied.').first()).toBeVisible();
  const lines = linesOf((await clipboard(page)).text);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(at(kept).slice(0, 16));
  await expect(page.getByText('One of the chosen times is no longer available and was taken out.').first()).toBeVisible();
  expect((await windows(sandbox)).length).toBeGreaterThan(0);
});

test('when every chosen time was taken, nothing is copied and the clipboard keeps what it had', async ({ page, open, sandbox }) => {
  const type = await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await page.evaluate(() => navigator.clipboard.writeText('what was there before'));
  const [gone] = await pick(page, 1);
  const [taken] = await freeTimes(sandbox, type, new Date(gone).toISOString(), new Date(gone + 60_000).toISOString());
  await book(taken.scheduling_url);
  await copyButton(page).click();
  await expect(notices(page)).toContainText('no longer available');
  await expect(copyButton(page)).toHaveText('Copy times');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('what was there before');
  await expect(page.getByText(/copied\.$/)).toHaveCount(0);
});

test('where the times cannot be looked up again, those that are known are copied', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 2);
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: null, status: 404, body: {} }]);
  await copyButton(page).click();
  await copied(page, '2 times copied.');
  expect(linesOf((await clipboard(page)).text)).toHaveLength(2);
});

test('a fresh single-use link stands in the message, and is made once', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await listen(page);
  await pick(page, 1);
  await page.getByRole('checkbox', { name: 'Add a new single-use link' }).check();
  await copyButton(page).click();
  await copied(page, '1 time copied.');
  const created = await sandbox.facts('link_created');
  expect(created).toHaveLength(1);
  const { text, links } = await clipboard(page);
  const last = text.split('\n').at(-1);
  expect(last).toBe(`Or choose another time (this link can be booked once): ${created[0].booking_url}`);
  expect(links.at(-1)).toBe(created[0].booking_url);
  await expect.poll(() => heard(page, 'link-created')).toHaveLength(1);
  await page.locator('#open-links').click();
  await expect(rows(page)).toHaveCount(1);
});

test('that the link in the message cannot be kept is said together with that it was copied', async ({ page, open, sandbox }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
  });
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 1);
  await page.getByRole('checkbox', { name: 'Add a new single-use link' }).check();
  await copyButton(page).click();
  const both = /^1 time copied\. This browser does not keep a list of links for this page\./;
  await expect(notices(page)).toHaveText(both);
  await expect(live(page)).toHaveText(both);
});

test('where the link was refused nothing is copied, and it is said why', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await page.evaluate(() => navigator.clipboard.writeText('what was there before'));
  await sandbox.faults([
    { route: 'POST /scheduling_links', status: 403, body: { title: 'Permission Denied', message: 'Your plan has no links.' } },
  ]);
  await pick(page, 1);
  await page.getByRole('checkbox', { name: 'Add a new single-use link' }).check();
  await copyButton(page).click();
  await expect(notices(page)).toContainText('No link was created. Calendly says: Your plan has no links.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('what was there before');
  await expect(copyButton(page)).toHaveText('Copy times');
});

test('clicking twice copies once and makes one link', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 1);
  await page.getByRole('checkbox', { name: 'Add a new single-use link' }).check();
  await copyButton(page).dblclick();
  await copied(page, '1 time copied.');
  await expect(copyButton(page)).toHaveText('Copy times');
  expect(await sandbox.facts('link_created')).toHaveLength(1);
});

test('where the browser refuses the clipboard, the text can still be selected by hand', async ({ page, open, sandbox }) => {
  await page.addInitScript(() => {
    const refuse = () => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError'));
    Object.defineProperty(navigator, 'clipboard', { value: { write: refuse, writeText: refuse } });
  });
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 1);
  await copyButton(page).click();
  await expect(notices(page)).toContainText('The browser did not allow copying. Select the text and copy it by hand.');
  await preview(page).focus();
  await expect(preview(page)).toBeFocused();
  const selected = await preview(page).evaluate((message) => {
    const selection = getSelection();
    selection.selectAllChildren(message);
    return { style: getComputedStyle(message).userSelect, text: message.textContent };
  });
  expect(selected.style).toBe('text');
  expect(linesOf(selected.text)).toHaveLength(1);
});

test('a browser without rich clipboard items takes the plain text', async ({ page, open, sandbox }) => {
  await page.addInitScript(() => {
    delete globalThis.ClipboardItem;
  });
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 1);
  const shown = await preview(page).textContent();
  await copyButton(page).click();
  await copied(page, '1 time copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown);
});

test('names and links from outside cannot become markup in the message', async ({ page, open, sandbox }) => {
  const time = (start, url) => ({ status: 'available', invitees_remaining: 1, start_time: start, scheduling_url: url });
  await sandbox.faults([
    {
      route: 'GET /event_type_available_times', times: null, status: 200,
      body: { collection: [time('2026-12-08T10:00:00Z', 'javascript:alert(1)'), time('2026-12-08T11:00:00Z', 'https://example.com/"><img src=x>')] },
    },
    { route: 'GET /event_types/*', times: null, merge: { resource: { name: '<img src=x onerror=alert(1)> & <b>co</b>' } } },
  ]);
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await showDay(page, '2026-12-08');
  await pick(page, 2);
  await copyButton(page).click();
  await copied(page, '2 times copied.');
  const { text, html } = await clipboard(page);
  expect(text).toContain('These times work for <img src=x onerror=alert(1)> & <b>co</b>:');
  expect(html).not.toMatch(/<img|javascript:/);
  expect(text).not.toContain('javascript:');
  await expect(page.locator('slotlink-widget img')).toHaveCount(0);
});

test('copying is spoken, and impossible while nothing is chosen', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await expect(copyButton(page)).toHaveAttribute('aria-disabled', 'true');
  await copyButton(page).click({ force: true });
  await expect(notices(page)).toHaveCount(0);
  await pick(page, 1);
  await expect(live(page)).toHaveText('1 time selected');
  await expect(copyButton(page)).toHaveAttribute('aria-disabled', 'false');
  await copyButton(page).click();
  await expect(live(page)).toHaveText('1 time copied.');
});

test('a day on which something is chosen is marked in the calendar', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  const [date] = await openDates(page);
  await showDay(page, date);
  await pick(page, 1);
  await expect(day(page, date)).toHaveClass(/picked/);
});

test('the choice is dropped with the event type to which it belonged', async ({ page, open }) => {
  await open(page, { now: NOW, attributes: { locale: 'en-GB', ...TO_NEW_YORK } });
  await signIn(page);
  const search = page.getByRole('combobox', { name: 'Search event types' });
  await search.fill('30 Minute');
  await page.keyboard.press('Enter');
  await settled(page);
  await pick(page, 1);
  await page.locator('#open-types').click();
  await search.fill('photo session');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(page.getByText('No times selected')).toBeVisible();
  await expect(createButton(page)).toHaveAttribute('aria-disabled', 'false');
});

test('hours have two digits where the day has 24 of them, also in the morning', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Europe/Berlin' } });
  await showDay(page, '2026-12-09');
  await page.getByRole('button', { name: 'Select day' }).click();
  const times = linesOf(await preview(page).textContent()).map((line) => line.split(' ')[1]);
  expect(times.length).toBeGreaterThan(3);
  for (const time of times) expect(time).toMatch(/^\d\d:\d\d$/);
  expect(times[0] < '10:00').toBe(true);
});

/** A message with one time whose event type has a name that means something in every form. */
async function showHostile(all, name) {
  const url = 'https://calendly.com/mira/x/2026-12-08T10:00:00Z?month=2026-12&date=2026-12-08';
  const time = { status: 'available', invitees_remaining: 1, start_time: '2026-12-08T10:00:00Z', scheduling_url: url };
  await all.sandbox.faults([
    { route: 'GET /event_type_available_times', times: null, status: 200, body: { collection: [time] } },
    { route: 'GET /event_types/*', times: null, merge: { resource: { name } } },
  ]);
  await showTimes(all, { attributes: TO_NEW_YORK });
  await showDay(all.page, '2026-12-08');
  await pick(all.page, 1);
}

const HOSTILE = '*Tea* [or] <b>co_ffee_</b> & | \u05e7\u05e4\u05d4 \u{1f600}, 1; \\';
const WHEN = 'https://calendly.com/mira/x/2026-12-08T10:00:00Z?month=2026-12&date=2026-12-08';

for (const [form, html, text] of [
  ['Plain text', false, `This time works for ${HOSTILE}:\n\nTuesday 8 December 2026\n- 05:00 (New York, UTC−5): ${WHEN}`],
  [
    'Markdown', false,
    `This time works for \\*Tea\\* \\[or\\] \\<b\\>co\\_ffee\\_\\</b\\> \\& \\| \u05e7\u05e4\u05d4 \u{1f600}, 1; \\\\:\n\n**Tuesday 8 December 2026**\n\n- [05:00](${WHEN}) (New York, UTC−5)`,
  ],
  [
    'Slack', true,
    `This time works for *\u200bTea* [or] &lt;b&gt;co_ffee_&lt;/b&gt; &amp; | \u05e7\u05e4\u05d4 \u{1f600}, 1; \\:\n\n*Tuesday 8 December 2026*\n• <${WHEN.replace('&', '&amp;')}|05:00> (New York, UTC−5)`,
  ],
]) {
  test(`copied as ${form}, a name is shown as it is and the preview is what is copied`, async ({ page, open, sandbox }) => {
    await showHostile({ page, open, sandbox }, HOSTILE);
    await copyAs(page).selectOption(form);
    await copyButton(page).click();
    await copied(page, '1 time copied.');
    const taken = await clipboard(page);
    expect(taken.text.replace('Tuesday, ', 'Tuesday ')).toBe(text);
    expect(await preview(page).textContent()).toBe(taken.text);
    if (html) expect(taken.links).toEqual([WHEN]);
    else expect(taken.html).toBeNull();
  });
}

/** The lines of a calendar file, unfolded, as pairs. */
function properties(file) {
  expect(file.endsWith('\r\n')).toBe(true);
  for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  return file.replaceAll('\r\n ', '').trim().split('\r\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]);
}

test('a calendar file has a tentative event for each time, and is copied or downloaded', async ({ page, open, sandbox }) => {
  await showHostile({ page, open, sandbox }, HOSTILE);
  await copyAs(page).selectOption('Calendar file');
  await copyButton(page).click();
  await copied(page, '1 time copied.');
  const { text } = await clipboard(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download .ics' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('slotlink.ics');
  await copied(page, 'Calendar file with 1 time downloaded.');
  await expect(live(page)).toHaveText('Calendar file with 1 time downloaded.');
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const file = Buffer.concat(chunks).toString();
  const fields = properties(file);
  const stamp = fields.find(([name]) => name === 'DTSTAMP')[1];
  expect(stamp).toMatch(/^20261201T08\d{4}Z$/);
  expect(fields.map(([name, value]) => [name, name === 'UID' ? value.replace(/-.*@/, '-…@') : value])).toEqual([
    ['BEGIN', 'VCALENDAR'], ['VERSION', '2.0'], ['PRODID', '-//Slotlink//Slotlink//EN'],
    ['BEGIN', 'VEVENT'], ['UID', '20261208T100000Z-…@slotlink'], ['DTSTAMP', stamp],
    ['DTSTART', '20261208T100000Z'], ['DTEND', '20261208T103000Z'], ['STATUS', 'TENTATIVE'],
    ['SUMMARY', HOSTILE.replace(/[,;\\]/g, '\\$&')], ['DESCRIPTION', `Book this time: ${WHEN}`], ['URL', WHEN],
    ['END', 'VEVENT'], ['END', 'VCALENDAR'],
  ]);
  const same = (ics) => ics.replaceAll(/DTSTAMP:\w+/g, '').replaceAll('\r', '');
  expect(same(text)).toBe(same(file));
});

test('a calendar file leaves out what is gone, and has a fresh link when that is wanted, under a strict policy', async ({ page, open, sandbox }) => {
  const type = await showTimes({ page, open, sandbox }, { host: 'strict', attributes: TO_NEW_YORK });
  const [gone] = await pick(page, 2);
  const at = (millis) => new Date(millis).toISOString();
  const [taken] = await freeTimes(sandbox, type, at(gone), at(gone + 60_000));
  await book(taken.scheduling_url);
  await copyAs(page).selectOption('Calendar file');
  await page.getByRole('checkbox', { name: 'Add a new single-use link' }).check();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download .ics' }).click(),
  ]);
  await copied(page, 'Calendar file with 1 time downloaded.');
  await expect(notices(page)).toContainText('no longer available');
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const fields = properties(Buffer.concat(chunks).toString());
  expect(fields.filter(([name]) => name === 'DTSTART')).toHaveLength(1);
  const [fact] = await sandbox.facts('link_created');
  expect(fields.find(([name]) => name === 'DESCRIPTION')[1]).toContain(`(this link can be booked once): ${fact.booking_url}`);
});

test('the form is chosen by keyboard, is kept, and every form passes axe', async ({ page, open, sandbox, axe }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 1);
  await expect(copyAs(page)).toHaveValue('rich');
  await copyAs(page).focus();
  for (const form of ['plain', 'markdown', 'slack', 'calendar']) {
    await page.keyboard.press('ArrowDown');
    await expect(copyAs(page)).toHaveValue(form);
    await expect(copyAs(page)).toBeFocused();
    await axe(page);
  }
  await page.reload();
  await signIn(page);
  await settled(page);
  await pick(page, 1);
  await expect(copyAs(page)).toHaveValue('calendar');
  await expect(preview(page)).toContainText('BEGIN:VCALENDAR');
});

const editor = (page) => page.getByRole('textbox', { name: 'Message', exact: true });

async function edit(page, words) {
  await page.getByText('Edit the message').click();
  await editor(page).fill(words);
}

test('a message of one’s own stands in the place of the default, with all its placeholders', async ({ page, open, sandbox, axe }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 1);
  await page.getByText('Edit the message').click();
  await expect(editor(page)).toHaveValue('This time works for {event}:\n\n{times}\n\nOr choose another time (this link can be booked once): {link}');
  await axe(page);
  await editor(page).fill('Hello {note},\n{event} takes {duration} ({zone}):\n{times}\nOr: {link}\nYours, {name}');
  await expect(preview(page)).toHaveText(/^30 Minute Meeting takes 30 min \(New York\):\n\w+,? \d+ December 2026\n- [^\n]+\nYours, Mira Albrecht$/);
  await page.getByLabel('Note for your list').fill('Ada');
  await expect(preview(page)).toContainText('Hello Ada,');
  await page.getByRole('checkbox', { name: 'Add a new single-use link' }).check();
  await copyButton(page).click();
  await copied(page, '1 time copied.');
  const { text, links } = await clipboard(page);
  const [fact] = await sandbox.facts('link_created');
  expect(text).toMatch(/^Hello Ada,\n/);
  expect(text).toContain(`\nOr: ${fact.booking_url}\nYours, Mira Albrecht`);
  expect(links.at(-1)).toBe(fact.booking_url);
});

test('a link that was asked for is handed out although the words have no place for it', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 1);
  await edit(page, 'How about\n{times}');
  await page.getByRole('checkbox', { name: 'Add a new single-use link' }).check();
  await expect(preview(page)).toContainText('https://calendly.com/d/…');
  await copyButton(page).click();
  await copied(page, '1 time copied.');
  const { text } = await clipboard(page);
  const [fact] = await sandbox.facts('link_created');
  expect(text.endsWith(`\n\n${fact.booking_url}`)).toBe(true);
});

for (const [what, words] of [['has no place for them', 'How about it?'], ['has one in a line that is left out', 'How about it, {note}: {times}']]) {
  test(`the chosen times are handed out although the message ${what}`, async ({ page, open, sandbox }) => {
    await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
    await pick(page, 2);
    await edit(page, words);
    await expect(preview(page)).toContainText('New York, UTC−5');
    await copyButton(page).click();
    await copied(page, '2 times copied.');
    expect(linesOf((await clipboard(page)).text)).toHaveLength(2);
  });
}

test('the method called again while it copies makes no second link', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 1);
  await page.getByRole('checkbox', { name: 'Add a new single-use link' }).check();
  await sandbox.faults([{ route: 'POST /scheduling_links', times: null, delay_ms: 1000 }]);
  const [first, second] = await element(page).evaluate(async (host) => {
    const copying = host.copyTimes();
    await new Promise((done) => setTimeout(done, 100));
    return Promise.all([copying, host.copyTimes()]);
  });
  const [fact, ...more] = await sandbox.facts('link_created');
  expect(more).toEqual([]);
  expect(first).toContain(fact.booking_url);
  expect(second).toBeNull();
  await copied(page, '1 time copied.');
});

test('an unknown placeholder is named and left as it is', async ({ page, open, sandbox, axe }) => {
  await showTimes({ page, open, sandbox }, { attributes: TO_NEW_YORK });
  await pick(page, 1);
  await edit(page, 'Hi {Name} and {who}\n{times}\n{} {a b}');
  const hint = page.getByText('{Name}, {who} are not placeholders and stay as they are.');
  await expect(hint).toBeVisible();
  await expect(editor(page)).toHaveAccessibleDescription(/\{times\} are the chosen times.*\{Name\}, \{who\} are not placeholders/);
  await expect(preview(page)).toContainText('Hi {Name} and {who}');
  await expect(preview(page)).toContainText('{} {a b}');
  await axe(page);
  await editor(page).fill('{times}');
  await expect(hint).toHaveCount(0);
  // Nothing is not a message.
  await editor(page).fill(' ');
  await expect(preview(page)).toContainText('This time works for 30 Minute Meeting:');
});

test('what was written is kept over signing out and reloading, by account, until it is reset', async ({ page, open, sandbox }) => {
  await open(page, { now: NOW, attributes: { locale: 'en-GB', ...TO_NEW_YORK } });
  const begin = async (user) => {
    await signIn(page, user);
    const search = page.getByRole('combobox', { name: 'Search event types' });
    await expect(search.or(page.getByRole('grid'))).toBeVisible();
    if (await search.isVisible()) {
      await page.getByRole('option').first().click();
    }
    await settled(page);
    await pick(page, 1);
    await page.getByText('Edit the message').click();
  };
  const words = 'Two\nlines, “quotes” \u{1f600} {times}';
  await begin();
  await editor(page).fill(words);
  await element(page).evaluate((host) => host.signOut());
  await begin();
  await expect(editor(page)).toHaveValue(words);
  await page.reload();
  await begin();
  await expect(editor(page)).toHaveValue(words);
  await page.reload();
  await begin('dana-whitfield');
  await expect(editor(page)).toHaveValue(/^This time works for/);
  await page.reload();
  await begin();
  await expect(editor(page)).toHaveValue(words);
  await page.getByRole('button', { name: 'Reset to default' }).press('Enter');
  await expect(editor(page)).toHaveValue(/^This time works for/);
  await expect(editor(page)).toBeFocused();
  await expect(live(page)).toHaveText('The message is the default again. Undo brings yours back.');
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(editor(page)).toHaveValue(words);
  await expect(editor(page)).toBeFocused();
  await page.getByRole('button', { name: 'Reset to default' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reset to default' })).toHaveCount(0);
  await page.reload();
  await begin();
  await expect(editor(page)).toHaveValue(/^This time works for/);
});
