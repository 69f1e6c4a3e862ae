// Without a mouse and without eyes: every step by key, every change spoken, the focus never lost.
import { expect, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, ahead, clipboard, copyButton, createButton, day, eventType, focused, linksButton, live, notices, pressUntil,
  rows, settled, showDay, showTimes, signIn, slots,
} from './harness/drive.mjs';

const isNamed = (name) => (where) => where.name === name;
const inGrid = (where) => where.role === 'gridcell';

/** Puts the focus on a day of the grid. */
async function enterGrid(page, date) {
  await showDay(page, date);
  await expect.poll(async () => (await focused(page))?.date).toBe(date);
}

const at = (page) => expect.poll(async () => (await focused(page))?.date);

test('the whole main job goes by keyboard alone, the sign-in window included', async ({ page, open, sandbox, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, { now: NOW, attributes: { locale: 'en-GB', timezone: 'Europe/Berlin' } });
  await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
  await pressUntil(page, 'Tab', isNamed('Sign in with Calendly'));
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
  await expect(popup.getByRole('button', { name: 'Allow' })).toBeVisible();
  await pressUntil(popup, 'Tab', isNamed('Allow'));
  await Promise.all([popup.waitForEvent('close'), popup.keyboard.press('Enter')]);

  await expect(page.getByRole('combobox', { name: 'Search event types' })).toBeVisible();
  await pressUntil(page, 'Tab', (where) => where.role === 'combobox');
  await page.keyboard.type('30 minute');
  await page.keyboard.press('Enter');
  await settled(page);

  await pressUntil(page, 'Tab', inGrid);
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.keyboard.press('PageDown');
  await expect(page.locator('#month')).toHaveText('January 2027');
  await settled(page);
  await page.keyboard.press('PageUp');
  await expect(page.locator('#month')).toHaveText('December 2026');
  await expect(page.locator('[role=gridcell][tabindex="0"]')).toBeFocused();
  const wanted = await page.locator('[role=gridcell].open').nth(2).getAttribute('data-date');
  for (let date = (await focused(page)).date; date !== wanted; date = (await focused(page)).date) {
    const forward = date < wanted;
    await page.keyboard.press(forward ? 'ArrowRight' : 'ArrowLeft');
    await at(page).toBe(new Date(Date.parse(date) + (forward ? 1 : -1) * 86_400_000).toISOString().slice(0, 10));
  }
  await page.keyboard.press('Enter');
  await expect(day(page, wanted)).toHaveAttribute('aria-selected', 'true');
  await pressUntil(page, 'Tab', (where) => where.tag === 'input');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByText('2 times selected').first()).toBeVisible();

  await pressUntil(page, 'Tab', isNamed('Copy times'));
  await page.keyboard.press('Enter');
  await expect(notices(page)).toHaveText('2 times copied.');
  expect((await clipboard(page)).text.match(/^- /gm)).toHaveLength(2);

  await pressUntil(page, 'Tab', isNamed('Create single-use link'));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  await pressUntil(page, 'Tab', isNamed('Copy'));
  await page.keyboard.press('Enter');
  await expect(notices(page)).toHaveText('Link copied.');
  const [fact] = await sandbox.facts('link_created');
  expect((await clipboard(page)).text).toBe(fact.booking_url);

  await pressUntil(page, 'Shift+Tab', (where) => where.id === 'open-account');
  await page.keyboard.press('Enter');
  // Tab goes on from where the focus has gone.
  await expect(page.getByRole('dialog').locator(':focus')).toHaveCount(1);
  await pressUntil(page, 'Tab', isNamed('Sign out'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeFocused();
  await expect.poll(() => sandbox.facts('tokens_revoked')).not.toEqual([]);
});

test('one day is in the order of Tab, and the arrows move on from it', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Europe/Berlin' } });
  await expect(page.locator('[role=gridcell][tabindex="0"]')).toHaveCount(1);
  await enterGrid(page, '2026-12-09');
  for (const [key, date] of [
    ['ArrowRight', '2026-12-10'],
    ['ArrowDown', '2026-12-17'],
    ['ArrowLeft', '2026-12-16'],
    ['ArrowUp', '2026-12-09'],
    ['Home', '2026-12-07'],
    ['End', '2026-12-13'],
    ['ArrowRight', '2026-12-14'],
    ['PageDown', '2027-01-14'],
    ['PageDown', '2027-02-14'],
    ['PageUp', '2027-01-14'],
    ['Shift+PageDown', '2028-01-14'],
    ['Shift+PageUp', '2027-01-14'],
    ['Home', '2027-01-11'],
    ['End', '2027-01-17'],
  ]) {
    await page.keyboard.press(key);
    await at(page).toBe(date);
    await expect(page.locator('[role=gridcell][tabindex="0"]')).toHaveCount(1);
  }
  // Moving about chooses nothing.
  await page.keyboard.press('Space');
  await expect(day(page, '2027-01-17')).toHaveAttribute('aria-selected', 'true');
});

test('the arrows walk out of a month into the next, and never before today', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Europe/Berlin' } });
  await enterGrid(page, '2026-12-31');
  await page.keyboard.press('ArrowRight');
  await at(page).toBe('2027-01-01');
  await expect(page.locator('#month')).toHaveText('January 2027');
  await page.keyboard.press('ArrowUp');
  await at(page).toBe('2026-12-25');
  await page.keyboard.press('PageUp');
  await at(page).toBe('2026-12-01');
  await page.keyboard.press('ArrowLeft');
  await at(page).toBe('2026-12-01');
});

test('the end of a long month leads to the end of a short one', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { now: '2027-01-04T08:00:00Z', attributes: { timezone: 'Europe/Berlin' } });
  await enterGrid(page, '2027-01-31');
  await page.keyboard.press('PageDown');
  await at(page).toBe('2027-02-28');
});

test('weeks that begin on Sunday have Home on Sunday', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Europe/Berlin', 'first-day': '7' } });
  await enterGrid(page, '2026-12-09');
  await page.keyboard.press('Home');
  await at(page).toBe('2026-12-06');
  await page.keyboard.press('End');
  await at(page).toBe('2026-12-12');
});

test('from right to left the next day is on the left, also for the arrows', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Europe/Berlin', locale: 'ar-EG' } });
  await enterGrid(page, '2026-12-09');
  await page.keyboard.press('ArrowLeft');
  await at(page).toBe('2026-12-10');
  await page.keyboard.press('ArrowRight');
  await at(page).toBe('2026-12-09');
  const [nine, ten] = await Promise.all(['2026-12-09', '2026-12-10'].map((date) => day(page, date).boundingBox()));
  if (nine.y === ten.y) expect(ten.x).toBeLessThan(nine.x);
});

test('keys with Control, Alt or Meta belong to the browser', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Europe/Berlin' } });
  await enterGrid(page, '2026-12-09');
  for (const key of ['Control+ArrowRight', 'Alt+PageDown', 'Meta+ArrowDown']) await page.keyboard.press(key);
  await at(page).toBe('2026-12-09');
});

test('every day has its full date and the number of its times as its name', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Europe/Berlin' } });
  const cells = await page.locator('[role=gridcell][data-date]').evaluateAll((list) =>
    list.map((cell) => [cell.dataset.date, cell.getAttribute('aria-label')]),
  );
  expect(cells).toHaveLength(31);
  const format = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const plain = (text) => text.replace(',', '');
  for (const [date, name] of cells) {
    const [words, count] = name.split(': ');
    expect(plain(words)).toBe(plain(format.format(new Date(date))));
    expect(count).toMatch(/^(no times|1 time|\d+ times)$/);
  }
});

test('a time’s name tells its day and its zone, not the hour alone', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Europe/Berlin' } });
  await showDay(page, '2026-12-09');
  // Either in the name itself or by the group around it.
  const box = slots(page).first().getByRole('checkbox');
  const name = await box.evaluate((input) => {
    const words = (node) => node.getAttribute('aria-label') ?? node.textContent;
    const group = input.closest('[role=group]');
    const by = group.getAttribute('aria-labelledby');
    return [words(by ? group.getRootNode().getElementById(by) : group), input.getAttribute('aria-label') ?? words(input.closest('label'))].join(', ');
  });
  expect(name).toMatch(/Wednesday,? 9 December/);
  expect(name).toMatch(/\d?\d:\d\d/);
  expect(name).toMatch(/Berlin|UTC\+1/);
});

test('what happens is spoken: month, day, choice, zone, link', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Europe/Berlin' } });
  await page.getByRole('button', { name: 'Next month' }).click();
  await expect(live(page)).toHaveText(/^January 2027: \d+ times$/);
  await page.getByRole('button', { name: 'Previous month' }).click();
  await expect(live(page)).toHaveText(/^December 2026: \d+ times$/);
  await showDay(page, '2026-12-09');
  await expect(live(page)).toHaveText(/^Wednesday,? 9 December 2026: \d+ times?$/);
  await slots(page).first().click();
  await expect(live(page)).toHaveText('1 time selected');
  await slots(page).first().click();
  await expect(live(page)).toHaveText('No times selected');
  await createButton(page).click();
  await expect(live(page)).toHaveText('Link for 30 Minute Meeting created.');
  await page.getByRole('button', { name: 'Remove 30 Minute Meeting' }).click();
  await expect(live(page)).toHaveText('Removed from the list. The link itself still works.');
});

test('the same words twice are spoken twice', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Europe/Berlin' } });
  await showDay(page, '2026-12-09');
  const raw = () => live(page).evaluate((status) => status.textContent);
  const first = await raw();
  await day(page, '2026-12-09').click();
  await expect.poll(raw).not.toBe(first);
  expect((await raw()).trim()).toBe(first.trim());
});

test('dialogs take the focus, keep Escape and give the focus back', async ({ page, open }) => {
  await open(page, { now: NOW, attributes: { locale: 'en-GB' } });
  await signIn(page);
  await page.getByRole('combobox').fill('30 minute');
  await page.keyboard.press('Enter');
  await settled(page);
  for (const id of ['open-types', 'open-zone', 'open-account', 'open-invitee-zone']) {
    const opener = page.locator(`#${id}`);
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(opener).toHaveAttribute('aria-expanded', 'true');
    await expect(page.getByRole('dialog')).toHaveCount(1);
    await expect(page.getByRole('dialog').locator(':focus')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(opener).toBeFocused();
    await expect(opener).toHaveAttribute('aria-expanded', 'false');
  }
});

test('a press beside an open dialog closes it, and one in it or on its button does not', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  const opener = page.locator('#open-zone');
  const dialog = page.getByRole('dialog');
  await opener.click();
  await dialog.getByRole('combobox', { name: 'Search' }).click();
  await expect(dialog).toBeVisible();
  await page.getByRole('heading', { name: 'December 2026' }).click();
  await expect(dialog).toHaveCount(0);
  await opener.click();
  await expect(dialog).toBeVisible();
  await opener.click();
  await expect(dialog).toHaveCount(0);
  // Another one's button closes it and opens its own.
  await opener.click();
  await page.locator('#open-account').click();
  await expect(dialog).toHaveAccessibleName('Account');
});

test('who leaves a dialog by Tab closes it and goes on: nothing with the focus is hidden behind it', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  for (const id of ['open-zone', 'open-account']) {
    await page.locator(`#${id}`).press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.locator(':focus')).toHaveCount(1);
    await expect(async () => {
      await page.keyboard.press('Tab');
      await expect(dialog).toHaveCount(0, { timeout: 100 });
    }).toPass({ intervals: [10] });
    expect(await focused(page)).not.toBeNull();
    await expect(page.locator(`#${id}`)).not.toBeFocused();
  }
});

test('who is quicker with Tab than the focus with going into a dialog has not left it', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await page.locator('#open-account').evaluate((opener) => {
    opener.focus();
    opener.click();
    // As a key that waited while the dialog was drawn.
    opener.getRootNode().getElementById('open-links').focus();
  });
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Sign out' })).toBeFocused();
  await page.locator('#open-links').focus();
  await expect(dialog).toHaveCount(0);
});

// Whatever is pressed, the focus stays somewhere in the element: it never falls back to the page's body.
const KEEPS = [
  ['choosing the first event type', async ({ page, open }) => {
    await open(page, { now: NOW, attributes: { locale: 'en-GB' } });
    await signIn(page);
    await page.getByRole('combobox').fill('30 minute');
    await page.keyboard.press('Enter');
    await settled(page);
  }],
  ['taking all chosen times back', async (all) => {
    await showTimes(all);
    await slots(all.page).first().click();
    await all.page.getByRole('button', { name: 'Clear', exact: true }).press('Enter');
    await expect(all.page.getByText('No times selected').first()).toBeVisible();
  }],
  ['choosing a time', async (all) => {
    await showTimes(all);
    await slots(all.page).nth(1).getByRole('checkbox').press('Space');
    await expect(all.page.getByText('1 time selected').first()).toBeVisible();
  }],
  ['choosing a whole day', async (all) => {
    await showTimes(all);
    await all.page.getByRole('button', { name: 'Select day' }).press('Enter');
    await expect(all.page.getByRole('button', { name: 'Clear day' })).toBeVisible();
  }],
  ['turning the month', async (all) => {
    await showTimes(all);
    await all.page.getByRole('button', { name: 'Next month' }).press('Enter');
    await settled(all.page);
  }],
  ['refreshing', async (all) => {
    await showTimes(all);
    await all.page.getByRole('button', { name: 'Refresh' }).press('Enter');
    await settled(all.page);
  }],
  ['jumping to the next available time', async (all) => {
    await showTimes(all, { slug: 'next-month' });
    await all.page.getByRole('button', { name: /^Next: / }).press('Enter');
    await expect(slots(all.page).first()).toBeVisible();
  }],
  ['looking for the next available time in vain', async (all) => {
    await showTimes(all, { slug: 'never' });
    await all.page.getByRole('button', { name: 'Find the next available time' }).press('Enter');
    await expect(all.page.getByText('No times up to December 2027.')).toBeVisible({ timeout: 15_000 });
  }],
  ['retrying a gap', async (all) => {
    all.watch.allow({ console: NETWORK_COMPLAINT });
    await all.sandbox.faults([{ route: 'GET /event_type_available_times', times: 1, status: 404, body: {} }]);
    await showTimes(all);
    await all.page.getByRole('alert').getByRole('button', { name: 'Retry' }).press('Enter');
    await expect(all.page.getByRole('alert')).toHaveCount(0);
    await settled(all.page);
  }],
  ['retrying the account', async (all) => {
    all.watch.allow({ console: NETWORK_COMPLAINT });
    await all.sandbox.faults([{ route: 'GET /event_types', times: 1, status: 404, body: {} }]);
    await all.open(all.page, { now: NOW });
    await signIn(all.page);
    await all.page.getByRole('button', { name: 'Retry' }).press('Enter');
    await expect(all.page.getByRole('option').first()).toBeVisible();
  }],
  ['dismissing a message', async (all) => {
    await showTimes(all);
    await slots(all.page).first().click();
    await copyButton(all.page).click();
    await all.page.getByRole('button', { name: 'Dismiss' }).press('Enter');
    await expect(notices(all.page)).toHaveCount(0);
  }],
  ['creating a link', async (all) => {
    await showTimes(all);
    await createButton(all.page).press('Enter');
    await expect(rows(all.page)).toHaveCount(1);
  }],
  ['removing a link', async (all) => {
    await showTimes(all);
    await createButton(all.page).click();
    await all.page.getByRole('button', { name: 'Remove 30 Minute Meeting' }).press('Enter');
    await expect(rows(all.page)).toHaveCount(0);
  }],
  ['going to the links and back', async (all) => {
    await showTimes(all);
    await linksButton(all.page).press('Enter');
    await all.page.getByRole('button', { name: 'Back to times' }).press('Enter');
    await expect(slots(all.page).first()).toBeVisible();
  }],
  ['reloading an empty list of event types', async (all) => {
    await all.sandbox.faults([
      { route: 'GET /event_types', times: 1, status: 200, body: { collection: [], pagination: { count: 0, next_page: null } } },
    ]);
    await all.open(all.page, { now: NOW });
    await signIn(all.page);
    await all.page.getByRole('button', { name: 'Reload the list' }).press('Enter');
    await expect(all.page.getByRole('option').first()).toBeVisible();
  }],
  ['a session that ended under the hand', async (all) => {
    all.watch.allow({ console: NETWORK_COMPLAINT });
    await showTimes(all);
    await ahead(all.sandbox);
    await all.sandbox.faults([{ route: 'GET /event_type_available_times', times: null, status: 401, body: {} }]);
    await all.page.getByRole('button', { name: 'Refresh' }).press('Enter');
    await expect(all.page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
  }],
];

for (const [what, act] of KEEPS) {
  test(`the focus is not lost after ${what}`, async ({ page, open, sandbox, watch, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await act({ page, open, sandbox, watch });
    await expect.poll(() => focused(page)).not.toBeNull();
  });
}

test('after the sign-in window the focus is in the element', async ({ page, open }) => {
  await open(page, { now: NOW });
  await page.getByRole('button', { name: 'Sign in with Calendly' }).focus();
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: 'Allow' }).click()]);
  await expect(page.getByRole('option').first()).toBeVisible();
  await expect.poll(() => focused(page)).not.toBeNull();
});

test('an element that loads does not take the focus from the page around it', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await page.evaluate(() => {
    const field = document.createElement('input');
    field.ariaLabel = 'A field of the page';
    document.querySelector('main').prepend(field);
    field.focus();
  });
  await signIn(page);
  await settled(page);
  await expect(page.getByLabel('A field of the page')).toBeFocused();
});
