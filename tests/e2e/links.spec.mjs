// Single-use links: one intent is one request, and what became of it is told truly. The sandbox's ledger is the judge.
import jsQR from 'jsqr';
import { expect, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, copyButton, createButton, element, eventType, focused, heard, later, linksButton, listen, live, notices, pat, pick, rows,
  settled, showTimes, signIn, signInByPopup, useToken,
} from './harness/drive.mjs';
import { remains } from './harness/sign_in.mjs';

const POST = 'POST /scheduling_links';
const DAY = 86_400_000;
const LOST = { route: POST, execute: true, cut: 'before_headers' };
const address = (page) => page.locator('output');
const note = (page) => page.getByLabel('Note for your list');
const made = (page) => page.getByText('Link created', { exact: true });

const posts = (sandbox) => sandbox.requests(POST);
const created = (sandbox) => sandbox.facts('link_created');

async function createLink(page) {
  await createButton(page).click();
  await expect(made(page)).toBeVisible();
}

/** Reloads the page and signs in again. */
async function again(page, user) {
  await page.reload();
  await signIn(page, user);
  await expect(linksButton(page)).toBeVisible();
}

test('one click makes one link and shows its address', async ({ page, open, sandbox }) => {
  const type = await showTimes({ page, open, sandbox });
  await listen(page);
  await createLink(page);
  const [fact, ...more] = await created(sandbox);
  expect(more).toEqual([]);
  expect(fact.owner).toBe(type.uri);
  await expect(address(page)).toHaveText(fact.booking_url);
  const [request] = await posts(sandbox);
  expect(JSON.parse(request.body)).toEqual({ max_event_count: 1, owner: type.uri, owner_type: 'EventType' });
  await expect(live(page)).toHaveText('Link for 30 Minute Meeting created.');
  await expect.poll(() => heard(page, 'link-created')).toMatchObject([
    { detail: { booking_url: fact.booking_url, event_type: type.uri, event_type_name: '30 Minute Meeting' }, bubbles: true, composed: true },
  ]);
});

test('a double click, clicks in one turn and Enter on top of them are one intent', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await sandbox.faults([{ route: POST, times: null, delay_ms: 700 }]);
  await createButton(page).dblclick();
  await createButton(page).evaluate((button) => {
    button.click();
    button.click();
  });
  await createButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(createButton(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(createButton(page)).toHaveText('Creating…');
  await expect(made(page)).toBeVisible();
  expect(await posts(sandbox)).toHaveLength(1);
  expect(await created(sandbox)).toHaveLength(1);
  await expect(rows(page)).toHaveCount(1);
});

test('calling the method twice makes one link', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  const addresses = await element(page).evaluate((host) => Promise.all([host.createLink(), host.createLink()]));
  const [fact, ...more] = await created(sandbox);
  expect(more).toEqual([]);
  expect(addresses).toEqual([fact.booking_url, fact.booking_url]);
});

/** What the page is told of mistakes. */
const errors = async (page) => (await heard(page, 'error')).map(({ detail }) => detail.code);

test('a method that makes no link says why, to the person and to the page', async ({ page, open, sandbox }) => {
  await open(page, { now: NOW });
  await listen(page);
  const create = () => element(page).evaluate((host) => host.createLink());
  expect(await create()).toBeNull();
  await expect(notices(page)).toHaveText('Nobody is signed in. Sign in, then create the link again.');
  await signIn(page);
  await expect(page.getByRole('option').first()).toBeVisible();
  expect(await create()).toBeNull();
  await expect(notices(page)).toHaveText('No event type is chosen yet. Choose one, then create the link again.');
  await expect(live(page)).toHaveText('No event type is chosen yet. Choose one, then create the link again.');
  await expect.poll(() => errors(page)).toEqual(['signed_out', 'no_event_type']);
  expect(await posts(sandbox)).toEqual([]);
});

test('who wants another link while one is being made is told, and gets no one else’s', async ({ page, open, sandbox, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await showTimes({ page, open, sandbox });
  await listen(page);
  await pick(page, 1);
  await page.getByRole('checkbox', { name: 'Add a new single-use link' }).check();
  await sandbox.faults([{ route: POST, times: null, delay_ms: 8000 }]);
  await note(page).fill('Ada');
  await createButton(page).click();
  await expect.poll(() => posts(sandbox)).toHaveLength(1);
  await copyButton(page).click();
  await expect(notices(page)).toHaveText('Another link is just being created. Wait until it is there, then try again.');
  await expect(copyButton(page)).toHaveText('Copy times');
  await note(page).fill('Bob');
  expect(await element(page).evaluate((host) => host.createLink())).toBeNull();
  expect(await errors(page)).toEqual(['busy', 'busy']);
  await expect(made(page)).toBeVisible();
  expect(await created(sandbox)).toHaveLength(1);
  // What was typed meanwhile is for the next one.
  await expect(rows(page)).toContainText('for Ada');
  await page.getByRole('button', { name: 'Back to times' }).click();
  await expect(note(page)).toHaveValue('Bob');
});

test('a link can be booked once, and then says that it was used', async ({ page, open, sandbox, context, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await showTimes({ page, open, sandbox });
  await createLink(page);
  const link = await address(page).textContent();
  const [guest] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Open' }).click()]);
  await expect(guest).toHaveURL(link);
  expect(await guest.evaluate(() => [globalThis.opener, document.referrer])).toEqual([null, '']);
  await guest.locator('a[href*="/d/"]').first().click();
  await guest.getByLabel('Name', { exact: true }).fill('Ada King');
  await guest.getByLabel('Email', { exact: true }).fill('ada@example.com');
  await guest.getByRole('button', { name: 'Schedule event' }).click();
  await expect(guest.getByRole('heading', { name: 'You are scheduled' })).toBeVisible();
  const booked = await sandbox.facts('booked');
  expect(booked).toMatchObject([{ name: 'Ada King', link }]);
  await guest.goto(link);
  await expect(guest.getByText('This link has already been used')).toBeVisible();
});

test('name, email and campaign parameters arrive at the booking page as they were typed', async ({ page, open, sandbox, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await showTimes({ page, open, sandbox });
  await createLink(page);
  const plain = await address(page).textContent();
  const name = 'Zoë & Søn + 100% "œ" 😀';
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill('zoe+test@example.com');
  await page.getByText('Campaign tracking (UTM)').click();
  await page.getByLabel('utm_source').fill('crm/50%');
  await page.getByLabel('utm_campaign').fill('spring & summer?#2027');
  await page.getByRole('button', { name: 'Copy', exact: true }).first().click();
  await expect(notices(page)).toHaveText('Link copied.');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await expect(address(page)).toHaveText(copied);
  expect(copied.startsWith(`${plain}?`)).toBe(true);
  expect(copied).toContain('name=Zo%C3%AB%20%26%20S%C3%B8n%20%2B%20100%25');
  expect(copied).not.toMatch(/\+|#/);
  expect(Object.fromEntries(new URL(copied).searchParams)).toEqual({
    name, email: 'zoe+test@example.com', utm_source: 'crm/50%', utm_campaign: 'spring & summer?#2027',
  });
  const guest = await context.newPage();
  await guest.goto(copied);
  await guest.locator('a[href*="/d/"]').first().click();
  await expect(guest.getByLabel('Name', { exact: true })).toHaveValue(name);
  await expect(guest.getByLabel('Email', { exact: true })).toHaveValue('zoe+test@example.com');
  await guest.getByRole('button', { name: 'Schedule event' }).click();
  await expect(guest.getByRole('heading', { name: 'You are scheduled' })).toBeVisible();
  expect(await sandbox.facts('booked')).toMatchObject([
    { name, email: 'zoe+test@example.com', tracking: { utm_source: 'crm/50%', utm_campaign: 'spring & summer?#2027' } },
  ]);
});

/** The screen, the ledger and a reload after a creation whose outcome nobody knows. */
async function isUnknown(page, sandbox, { executed }) {
  await expect(notices(page)).toContainText('Calendly did not answer. The link may exist, perhaps more than once, but nobody has its address.');
  await expect(page.getByText(/failed|error/i)).toHaveCount(0);
  await linksButton(page).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('Unknown');
  await expect(rows(page)).toContainText('it may exist');
  expect(await posts(sandbox)).toHaveLength(1);
  expect(await created(sandbox)).toHaveLength(executed ? 1 : 0);
  await sandbox.faults([]);
  await again(page);
  await linksButton(page).click();
  await expect(rows(page)).toContainText('Unknown');
  await later(page, sandbox, 10 * 60_000);
  await settled(page).catch(() => {});
  expect(await posts(sandbox)).toHaveLength(1);
}

for (const [what, fault, executed] of [
  ['lost before its first byte', LOST, true],
  ['cut after its headers', { route: POST, execute: true, cut: 'after_headers' }, true],
  ['cut in its middle', { route: POST, execute: true, cut: 'mid_body' }, true],
  ['truncated but complete', { route: POST, execute: true, truncate: 20 }, true],
  ['500', { route: POST, status: 500, body: { title: 'Internal Server Error', message: 'Oops.' } }, false],
  ['502 of somebody’s HTML', { route: POST, status: 502, body: '<h1>Bad gateway</h1>', content_type: 'text/html' }, false],
  ['without CORS headers', { route: POST, no_cors: true }, true],
  ['201 without an address', { route: POST, execute: true, body: { resource: {} } }, true],
  ['201 with an address that is none', { route: POST, execute: true, merge: { resource: { booking_url: 'javascript:alert(1)' } } }, true],
  ['no JSON at all', { route: POST, execute: true, content_type: 'text/html', body: '<html>hello</html>' }, true],
]) {
  test(`an answer that is ${what} leaves the link Unknown, and it is never sent again`, async ({ page, open, sandbox, watch }) => {
    watch.allow({ console: NETWORK_COMPLAINT });
    // Browsers repeat a POST by themselves where a connection that was used before breaks.
    await sandbox.options({ keep_alive: false });
    await showTimes({ page, open, sandbox });
    await sandbox.faults([fault]);
    await createButton(page).click();
    await isUnknown(page, sandbox, { executed });
    const [request] = await posts(sandbox);
    expect(request.on_connection).toBe(1);
  });
}

test('a creation that is never answered becomes Unknown after half a minute', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await showTimes({ page, open, sandbox });
  await sandbox.faults([{ route: POST, stall_ms: 600_000 }]);
  await createButton(page).click();
  await expect.poll(() => posts(sandbox)).toHaveLength(1);
  await page.clock.fastForward(31_000);
  await isUnknown(page, sandbox, { executed: true });
});

test('another link can be made after one that is Unknown', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await sandbox.options({ keep_alive: false });
  await showTimes({ page, open, sandbox });
  await sandbox.faults([LOST]);
  await note(page).fill('Ada');
  await createButton(page).click();
  await expect(notices(page)).toContainText('you can create another');
  await note(page).fill('Bob');
  await linksButton(page).click();
  await rows(page).getByRole('button', { name: 'Create another' }).click();
  await expect(made(page)).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
  expect(await posts(sandbox)).toHaveLength(2);
  const [, second] = await created(sandbox);
  await expect(address(page)).toHaveText(second.booking_url);
  // It is for whom the first one was for.
  await expect(rows(page)).toHaveText([/for Ada/, /for Ada/]);
  await rows(page).last().getByRole('button', { name: 'Remove' }).click();
  await expect(live(page)).toHaveText('Removed from the list. Whether there is such a link, nobody knows.');
  await page.getByRole('button', { name: 'Back to times' }).click();
  await expect(note(page)).toHaveValue('Bob');
});

test('a refusal is told in Calendly’s words and leaves no row', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await showTimes({ page, open, sandbox });
  await listen(page);
  await note(page).fill('for Ada');
  await sandbox.faults([
    { route: POST, status: 403, body: { title: 'Permission Denied', message: 'Upgrade <b>now</b> & be happy.' } },
  ]);
  await createButton(page).click();
  await expect(notices(page)).toHaveText('No link was created. Calendly says: Upgrade <b>now</b> & be happy.');
  await expect.poll(() => heard(page, 'error')).toMatchObject([{ detail: { code: 'permission_denied' } }]);
  await expect(note(page)).toHaveValue('for Ada');
  await linksButton(page).click();
  await expect(rows(page)).toHaveCount(0);
  await again(page);
  await linksButton(page).click();
  await expect(rows(page)).toHaveCount(0);
  expect(await posts(sandbox)).toHaveLength(1);
});

test('a token without the scope names the scope that is missing', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  const token = await sandbox.token({ user: 'mira-albrecht', scopes: ['users:read', 'event_types:read', 'availability:read'] });
  await useToken(page, token);
  await settled(page);
  await createButton(page).click();
  await expect(notices(page)).toContainText('scheduling_links:write');
  await expect(notices(page)).toContainText('Use a token that has it');
  expect(await created(sandbox)).toEqual([]);
});

test('429 is waited for and then one link is made', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await showTimes({ page, open, sandbox });
  await sandbox.faults([{ route: POST, status: 429, body: { title: 'Too Many Requests', message: 'Slow down.' } }]);
  await createButton(page).click();
  await expect.poll(() => posts(sandbox)).toHaveLength(1);
  await expect(createButton(page)).toHaveText('Creating…');
  // A minute, because nothing readable says less, and up to five seconds and a half more.
  await expect
    .poll(async () => {
      await later(page, sandbox, 20_000);
      return (await posts(sandbox)).length;
    })
    .toBe(2);
  await expect(made(page)).toBeVisible();
  expect((await posts(sandbox)).map((request) => request.executed)).toEqual([false, true]);
  expect(await created(sandbox)).toHaveLength(1);
  const [first, second] = (await posts(sandbox)).map((request) => Date.parse(request.at));
  expect(second - first).toBeGreaterThanOrEqual(60_000);
});

test('a second 429 is the person’s to decide', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await showTimes({ page, open, sandbox });
  await sandbox.faults([{ route: POST, times: null, status: 429, body: {} }]);
  await createButton(page).click();
  await expect.poll(() => posts(sandbox)).toHaveLength(1);
  await expect
    .poll(async () => {
      await later(page, sandbox, 20_000);
      return (await posts(sandbox)).length;
    })
    .toBe(2);
  await expect(notices(page).first()).toContainText('No link was created. Calendly asks to slow down.');
  expect(await created(sandbox)).toEqual([]);
});

test('one 401 leads to one refresh and one link', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await signInByPopup(page);
  await settled(page);
  await sandbox.faults([{ route: POST, status: 401, body: { title: 'Unauthenticated', message: 'The access token is invalid' } }]);
  await createLink(page);
  expect((await posts(sandbox)).map((request) => request.executed)).toEqual([false, true]);
  expect(await created(sandbox)).toHaveLength(1);
  expect(await sandbox.facts('token_refreshed')).toHaveLength(1);
});

test('a page that is closed while it waits leaves the link Unknown for the next one', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await sandbox.faults([{ route: POST, delay_ms: 4000 }]);
  await note(page).fill('for Ada');
  await createButton(page).click();
  await expect.poll(() => posts(sandbox)).toHaveLength(1);
  await again(page);
  await linksButton(page).click();
  await expect(rows(page)).toContainText('Unknown');
  await expect(rows(page)).toContainText('for Ada');
  await settled(page).catch(() => {});
  expect(await posts(sandbox)).toHaveLength(1);
});

for (const [what, word, fault, patience] of [
  ['is answered', 'Open', { delay_ms: 2000 }, 0],
  ['is never answered', 'Unknown', { stall_ms: 600_000 }, 31_000],
]) {
  test(`a link that ${what} after its element was taken away is ${word} for the next one, and is sent once`, async ({ page, open, sandbox, watch }) => {
    watch.allow({ console: NETWORK_COMPLAINT });
    await showTimes({ page, open, sandbox });
    await sandbox.faults([{ route: POST, ...fault }]);
    await note(page).fill('Ada');
    await createButton(page).click();
    await expect.poll(() => posts(sandbox)).toHaveLength(1);
    const takeAway = () => element(page).evaluate((host) => {
      const next = document.createElement(host.localName);
      for (const { name, value } of host.attributes) next.setAttribute(name, value);
      host.replaceWith(next);
    });
    await takeAway();
    // It goes on without its element.
    const goesOn = () => page.evaluate(async () => (await navigator.locks.query()).held.some(({ name }) => name.startsWith('slotlink-link:')));
    if (patience > 0) {
      expect(await goesOn()).toBe(true);
      await page.clock.fastForward(patience);
    }
    await expect.poll(goesOn).toBe(false);
    await takeAway();
    await signIn(page);
    await settled(page);
    await linksButton(page).click();
    await expect(rows(page)).toHaveText([new RegExp(`^${word}.*for Ada`)]);
    expect(await posts(sandbox)).toHaveLength(1);
    expect(await created(sandbox)).toHaveLength(1);
  });
}

test('while one tab creates a link the other says so, and afterwards has it', async ({ page, open, sandbox, context }) => {
  await showTimes({ page, open, sandbox });
  await sandbox.faults([{ route: POST, delay_ms: 5000 }]);
  const other = await context.newPage();
  await other.goto(page.url());
  await createButton(page).click();
  await expect.poll(() => posts(sandbox)).toHaveLength(1);
  await signIn(other);
  await linksButton(other).click();
  await expect(rows(other)).toContainText('Sending');
  await expect(rows(other)).toContainText('Another tab is creating it');
  await expect(rows(other).getByRole('button')).toHaveCount(0);
  await expect(made(page)).toBeVisible({ timeout: 15_000 });
  await expect(rows(other)).toContainText('Open');
  await expect(rows(other)).toHaveCount(1);
  expect(await posts(sandbox)).toHaveLength(1);
});

test('links stay over a reload and are never shown to another account', async ({ page, open, sandbox, watch }) => {
  // The fixed event type is not the other account's.
  watch.allow({ console: NETWORK_COMPLAINT });
  await showTimes({ page, open, sandbox });
  await createLink(page);
  await again(page);
  await linksButton(page).click();
  await expect(rows(page)).toContainText('30 Minute Meeting');
  await expect(rows(page)).toContainText('Open');
  await again(page, 'dana-whitfield');
  await linksButton(page).click();
  await expect(page.getByText('No links yet.')).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
  // Nor when the account changes under the open page.
  await signIn(page);
  await linksButton(page).click();
  await expect(rows(page)).toHaveCount(1);
  await signIn(page, 'dana-whitfield');
  await linksButton(page).click();
  await expect(page.getByText('No links yet.')).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
});

test('the list tells the age, warns from day 80 and gives a link up on day 90', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await createLink(page);
  await expect(rows(page)).toContainText('today');
  for (const [days, words] of [
    [1, 'yesterday'],
    [78, '79 days ago'],
    [1, 'ends in 10 days if unused'],
    [9, 'ends tomorrow if unused'],
    [1, 'over 90 days old: probably no longer bookable'],
  ]) {
    await later(page, sandbox, days * DAY);
    await expect(rows(page)).toContainText(words);
  }
  await expect(rows(page)).toContainText('Expired');
  await rows(page).getByRole('button', { name: 'Remove' }).click();
  await expect(live(page)).toHaveText('Removed from the list.');
});

test('a link that cannot be removed from the list is still there, and that is said', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await createLink(page);
  await page.evaluate(() => {
    IDBObjectStore.prototype.delete = () => {
      throw new DOMException('no', 'QuotaExceededError');
    };
  });
  await page.getByRole('button', { name: 'Remove 30 Minute Meeting' }).click();
  await expect(notices(page)).toHaveText('This browser could not take the link out of its list. It stays there; try again later.');
  await expect(rows(page)).toHaveCount(1);
  await expect(address(page)).toBeVisible();
});

/** Signs in by a window and asks for a link, whose answer takes so many milliseconds; the session ends before that. */
async function endWhileMaking({ page, open, sandbox }, delay_ms) {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await signInByPopup(page);
  await settled(page);
  await listen(page);
  await sandbox.faults([
    { route: POST, delay_ms },
    { route: 'GET /event_type_available_times', times: null, status: 401, body: { title: 'Unauthenticated', message: 'The access token is invalid' } },
  ]);
  await createButton(page).click();
  await expect.poll(() => posts(sandbox)).toHaveLength(1);
  await element(page).evaluate((host) => host.refresh());
}

test('a session that ends while a link is being made does not lose it', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await endWhileMaking({ page, open, sandbox }, 4000);
  await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
  await expect.poll(() => heard(page, 'link-created')).toHaveLength(1);
  const [fact] = await created(sandbox);
  await sandbox.faults([]);
  await signInByPopup(page);
  await expect(rows(page)).toContainText('Open');
  await expect(address(page)).toHaveText(fact.booking_url);
});

test('a session that ends while a link is being made does not lose it, where its person is signing in again', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await endWhileMaking({ page, open, sandbox }, 8000);
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Sign in with Calendly' }).click();
  await opened;
  await expect.poll(() => heard(page, 'link-created'), { timeout: 15_000 }).toHaveLength(1);
  await expect(page.getByText('Continue in the other window')).toBeVisible();
});

test('a link that is made after its person has signed out is not shown', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await listen(page);
  await sandbox.faults([{ route: POST, delay_ms: 4000 }]);
  await createButton(page).click();
  await expect.poll(() => posts(sandbox)).toHaveLength(1);
  // Nor is it told to whoever asked for it a second time.
  const joined = element(page).evaluate((host) => host.createLink());
  await element(page).evaluate((host) => host.signOut());
  expect(await joined).toBeNull();
  await expect.poll(() => created(sandbox)).toHaveLength(1);
  await expect.poll(() => page.evaluate(async () => (await navigator.locks.query()).held.some(({ name }) => name.startsWith('slotlink-link:')))).toBe(false);
  expect(await heard(page, 'link-created')).toEqual([]);
});

test('the note is kept with its link and taken out of the field', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await note(page).fill('  Ada <King> & co  ');
  await createLink(page);
  await expect(rows(page)).toContainText('for Ada <King> & co · today');
  await page.getByRole('button', { name: 'Back to times' }).click();
  await expect(note(page)).toHaveValue('');
  await again(page);
  await linksButton(page).click();
  await expect(rows(page)).toContainText('for Ada <King> & co');
  expect((await posts(sandbox))[0].body).not.toContain('Ada');
});

test('a link that was removed from the list stays away and still works', async ({ page, open, sandbox, request }) => {
  await showTimes({ page, open, sandbox });
  await createLink(page);
  const link = await address(page).textContent();
  await page.getByRole('button', { name: 'Remove 30 Minute Meeting' }).click();
  await expect(rows(page)).toHaveCount(0);
  await again(page);
  await linksButton(page).click();
  await expect(page.getByText('No links yet.')).toBeVisible();
  expect((await request.get(link)).status()).toBe(200);
});

test('a row copies its own address', async ({ page, open, sandbox, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await showTimes({ page, open, sandbox });
  await createLink(page);
  await page.getByRole('button', { name: 'Back to times' }).click();
  await createLink(page);
  const facts = await created(sandbox);
  await rows(page).last().getByRole('button', { name: 'Copy 30 Minute Meeting' }).click();
  await expect(notices(page)).toHaveText('Link copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(facts[0].booking_url);
});

test('a link of the list is opened again with all that it had when it was made', async ({ page, open, sandbox, axe }) => {
  await showTimes({ page, open, sandbox });
  await createLink(page);
  await disclose(page, 'Campaign tracking (UTM)');
  await page.getByRole('checkbox', { name: 'Tag this link' }).check();
  await expect(address(page)).toContainText('utm_content=');
  const tagged = await address(page).textContent();
  const tag = new URL(tagged).searchParams.get('utm_content');
  await expect.poll(async () => (await remains(page)).indexedDB).toContain(tag);
  await again(page);
  await linksButton(page).click();
  await expect(made(page)).toHaveCount(0);
  await rows(page).getByRole('button', { name: 'Options 30 Minute Meeting' }).press('Enter');
  await expect(address(page)).toHaveText(tagged);
  await expect.poll(async () => (await focused(page)).id).toBe('links-title');
  await page.getByLabel('Name').fill('Ada King');
  await expect(address(page)).toHaveText(`${tagged.split('?')[0]}?name=Ada%20King&${tagged.split('?')[1]}`);
  await disclose(page, 'QR code');
  await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await axe(page);
  expect(await posts(sandbox)).toHaveLength(1);
});

test('no link is made before the account is known, not even for a fixed event type', async ({ page, open, sandbox }) => {
  let release;
  const held = new Promise((done) => {
    release = done;
  });
  await page.route('**/users/me', async (route) => {
    await held;
    await route.continue();
  });
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await signIn(page);
  await expect(createButton(page)).toHaveAttribute('aria-disabled', 'false');
  await listen(page);
  await createButton(page).click();
  await expect(notices(page)).toContainText('Calendly has not said yet whose account this is.');
  await expect.poll(() => errors(page)).toEqual(['unknown_account']);
  expect(await posts(sandbox)).toEqual([]);
  release();
  await expect(page.locator('#open-account')).toHaveAccessibleName('Account: Mira Albrecht');
  await createLink(page);
  expect(await posts(sandbox)).toHaveLength(1);
});

test('where the browser keeps nothing the link is made all the same, with a warning', async ({ page, open, sandbox }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
  });
  await showTimes({ page, open, sandbox });
  await createLink(page);
  const warning = 'This browser does not keep a list of links for this page. Copy the link now';
  await expect(notices(page)).toContainText(warning);
  await expect(live(page)).toContainText(`Link for 30 Minute Meeting created. ${warning}`);
  const [fact] = await created(sandbox);
  await expect(address(page)).toHaveText(fact.booking_url);
});

test('no token stands in what the browser keeps', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await createLink(page);
  const kept = await page.evaluate(async () => {
    const all = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((done, fail) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => done(opening.result);
        opening.onerror = fail;
      });
      for (const store of database.objectStoreNames) {
        all.push(await new Promise((done) => {
          const reading = database.transaction(store).objectStore(store).getAll();
          reading.onsuccess = () => done(JSON.stringify(reading.result));
        }));
      }
      database.close();
    }
    return all.join('\n');
  });
  expect(kept).toContain('/d/');
  expect(kept).not.toContain(pat());
});

const parameters = async (page) => Object.fromEntries(new URL(await address(page).textContent()).searchParams);

/** How far the page scrolls to the side; 0 when it does not. */
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function disclose(page, ...names) {
  for (const name of names) await page.locator('summary').filter({ hasText: name }).click();
}

/** A share sheet that is closed by `ended`, a rejection's name, or used where there is none. */
async function stubSharing(page) {
  await page.addInitScript(() => {
    globalThis.shared = [];
    Object.defineProperty(navigator, 'share', {
      configurable: true,
      value(data) {
        globalThis.shared.push({ ...data, active: navigator.userActivation.isActive });
        return globalThis.ended ? Promise.reject(new DOMException('no', globalThis.ended)) : Promise.resolve();
      },
    });
  });
}

test('a link goes to the share sheet of the system, with what was filled in', async ({ page, open, sandbox, axe }) => {
  await stubSharing(page);
  await showTimes({ page, open, sandbox });
  await createLink(page);
  await page.getByLabel('Name').fill('Ada King');
  const share = page.getByRole('button', { name: 'Share', exact: true });
  await share.press('Enter');
  await expect.poll(() => page.evaluate(() => globalThis.shared)).toEqual([
    { title: '30 Minute Meeting', url: await address(page).textContent(), active: true },
  ]);
  await expect(address(page)).toContainText('?name=Ada%20King');
  await axe(page);
  // Closing the sheet is no failure.
  await page.evaluate(() => { globalThis.ended = 'AbortError'; });
  await share.click();
  await expect.poll(() => page.evaluate(() => globalThis.shared.length)).toBe(2);
  await expect(notices(page)).toHaveCount(0);
  await page.evaluate(() => { globalThis.ended = 'NotAllowedError'; });
  await share.click();
  await expect(notices(page)).toHaveText('The browser did not allow sharing. Copy the link instead.');
});

test('without a share sheet there is no button for it', async ({ page, open, sandbox }) => {
  await page.addInitScript(() => {
    delete Navigator.prototype.share;
  });
  await showTimes({ page, open, sandbox });
  await createLink(page);
  await expect(page.getByRole('button', { name: 'Copy', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toHaveCount(0);
});

/** What a telephone reads in a picture of this type, which a page of its own draws; null where it finds nothing. */
async function read(context, picture, type) {
  const side = 400;
  const easel = await context.newPage();
  const pixels = await easel.evaluate(async ([source, size]) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const brush = new OffscreenCanvas(size, size).getContext('2d');
    brush.drawImage(image, 0, 0, size, size);
    // As a text: a list of so many numbers takes a minute on its way.
    return btoa(Array.from(brush.getImageData(0, 0, size, size).data, (byte) => String.fromCharCode(byte)).join(''));
  }, [`data:${type};base64,${Buffer.from(picture).toString('base64')}`, side]);
  await easel.close();
  return jsQR(Uint8ClampedArray.from(Buffer.from(pixels, 'base64')), side, side, { inversionAttempts: 'dontInvert' })?.data ?? null;
}

test('a QR code follows the link, has a name and can be saved as a drawing, under a strict policy', async ({ page, context, open, sandbox, axe }) => {
  await showTimes({ page, open, sandbox }, { host: 'strict' });
  await createLink(page);
  const code = page.getByRole('img', { name: 'QR code of the link' });
  await expect(code).toHaveCount(0);
  await page.locator('summary').filter({ hasText: 'QR code' }).press('Enter');
  await expect(code).toBeVisible();
  await axe(page);
  const modules = () => code.locator('path').last().getAttribute('d');
  const seen = async () => read(context, await code.screenshot(), 'image/png');
  const before = await modules();
  const [{ booking_url: bare }] = await created(sandbox);
  expect(await seen()).toBe(bare);
  await page.getByLabel('Name').fill('Ada King');
  await expect.poll(modules).not.toBe(before);
  const shown = await address(page).textContent();
  expect(shown).toBe(`${bare}?name=Ada%20King`);
  expect(await seen()).toBe(shown);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download SVG' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('slotlink.svg');
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const file = Buffer.concat(chunks).toString();
  expect(file).toContain(`<path d="${await modules()}"/>`);
  const side = (await code.getAttribute('viewBox')).split(' ')[2];
  expect(file).toContain(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"`);
  expect(await read(context, file, 'image/svg+xml')).toBe(shown);
  // Dark on light, also where the theme is dark.
  await element(page).evaluate((host) => { host.theme = 'dark'; });
  const colours = await code.locator('path').evaluateAll((paths) => paths.map((path) => getComputedStyle(path).fill));
  expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
  expect(await seen()).toBe(shown);
  await page.getByLabel('Name').fill('x'.repeat(2400));
  await expect(page.getByText('The link is too long for a QR code.')).toBeVisible();
  await expect(code).toHaveCount(0);
});

test('answers to the questions arrive at the booking page, each in its own field', async ({ page, open, sandbox, context, axe }) => {
  await showTimes({ page, open, sandbox }, { slug: 'customer-interview' });
  await createLink(page);
  await disclose(page, 'Answers to your questions');
  await expect(page.getByText('Fax number')).toHaveCount(0);
  await page.getByLabel('Company').fill('Søn & co + 50%');
  await page.getByLabel('How many are you?').selectOption('2 to 10');
  const several = page.getByRole('group', { name: 'What do you use today?' });
  await several.getByRole('checkbox', { name: 'Another tool' }).check();
  await several.getByRole('checkbox', { name: 'A spreadsheet' }).check();
  await several.getByRole('checkbox', { name: 'Paper' }).check();
  await several.getByRole('checkbox', { name: 'A spreadsheet' }).uncheck();
  await expect(page.getByLabel('Telephone')).toHaveAttribute('type', 'tel');
  await page.getByLabel('Telephone').fill('+49 30 1234');
  await page.getByLabel('What would you like to talk about?').fill('one\ntwo 😀');
  await axe(page);
  expect(await parameters(page)).toEqual({
    a1: 'Søn & co + 50%', a2: '2', a3: '1,3', a5: '+49 30 1234', a6: 'one\ntwo 😀',
  });
  expect(await address(page).textContent()).not.toContain('+');
  const guest = await context.newPage();
  await guest.goto(await address(page).textContent());
  await guest.locator('a[href*="/d/"]').first().click();
  await expect(guest.getByLabel('Company')).toHaveValue('Søn & co + 50%');
  await expect(guest.getByLabel('How many are you?')).toHaveValue('2 to 10');
  for (const [name, ticked] of [['Paper', true], ['A spreadsheet', false], ['Another tool', true]]) {
    await expect(guest.getByRole('checkbox', { name })).toBeChecked({ checked: ticked });
  }
  await expect(guest.getByLabel('Telephone')).toHaveValue('+49 30 1234');
  await guest.getByLabel('Name', { exact: true }).fill('Ada King');
  await guest.getByLabel('Email', { exact: true }).fill('ada@example.com');
  await guest.getByRole('button', { name: 'Schedule event' }).click();
  await expect(guest.getByRole('heading', { name: 'You are scheduled' })).toBeVisible();
  await page.getByLabel('How many are you?').selectOption('No answer');
  await page.getByLabel('Company').fill('');
  expect(Object.keys(await parameters(page))).toEqual(['a3', 'a5', 'a6']);
});

test('name, email and answers are one invitee’s and stay with their link; the campaign is for all', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { slug: 'customer-interview' });
  await createLink(page);
  await page.getByLabel('Name').fill('Ada King');
  await page.getByLabel('Email').fill('ada@example.com');
  await disclose(page, 'Answers to your questions', 'Campaign tracking (UTM)');
  await page.getByLabel('Company').fill('ACME');
  await page.getByLabel('utm_source').fill('crm');
  const first = await address(page).textContent();
  await page.getByRole('button', { name: 'Back to times' }).click();
  await createLink(page);
  expect(await parameters(page)).toEqual({ utm_source: 'crm' });
  await expect(page.getByLabel('Name')).toHaveValue('');
  await expect(page.getByLabel('Email')).toHaveValue('');
  await page.getByLabel('Name').fill('Bob');
  await rows(page).last().getByRole('button', { name: 'Options' }).click();
  await expect(address(page)).toHaveText(first);
  await expect(page.getByLabel('Company')).toHaveValue('ACME');
  await rows(page).first().getByRole('button', { name: 'Options' }).click();
  await expect.poll(() => parameters(page)).toEqual({ name: 'Bob', utm_source: 'crm' });
  await disclose(page, 'Campaign tracking (UTM)');
  await page.getByLabel('utm_source').fill('');
  const other = await eventType(sandbox, '30min');
  await element(page).evaluate((host, id) => { host.eventType = id; }, other.id);
  await page.getByRole('button', { name: 'Back to times' }).click();
  await settled(page);
  await createLink(page);
  expect(await parameters(page)).toEqual({});
  await disclose(page, 'Answers to your questions');
  await expect(page.getByLabel('Company')).toHaveCount(0);
  await expect(page.getByLabel('What would you like to talk about?')).toHaveValue('');
});

test('a link opens at the month of the calendar where that is wished for', async ({ page, open, sandbox, context }) => {
  await showTimes({ page, open, sandbox });
  await page.getByRole('button', { name: 'Next month' }).click();
  await page.getByRole('button', { name: 'Next month' }).click();
  await createLink(page);
  const plain = await address(page).textContent();
  const box = page.getByRole('checkbox', { name: 'Start with February 2027' });
  await box.press('Space');
  await expect(address(page)).toHaveText(`${plain}?month=2027-02`);
  const guest = await context.newPage();
  await guest.goto(await address(page).textContent());
  await expect(guest.getByRole('heading', { name: 'February 2027', exact: true })).toBeVisible();
  await box.uncheck();
  await expect(address(page)).toHaveText(plain);
});

test('a tag is made for one link, kept with it, and arrives with the booking', async ({ page, open, sandbox, context, axe }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await showTimes({ page, open, sandbox });
  await createLink(page);
  const plain = await address(page).textContent();
  await disclose(page, 'Campaign tracking (UTM)');
  await page.getByLabel('utm_content', { exact: true }).fill('mine');
  const box = page.getByRole('checkbox', { name: 'Tag this link' });
  await box.press('Space');
  const { utm_content: tag, ...more } = await parameters(page);
  expect(tag).toMatch(/^[a-km-z2-9]{6}$/);
  expect(more).toEqual({});
  await expect(box).toBeFocused();
  await expect(page.getByLabel('utm_content', { exact: true })).toHaveValue(tag);
  await expect(page.getByLabel('utm_content', { exact: true })).not.toBeEditable();
  await expect(rows(page)).toContainText(`tag ${tag}`);
  await axe(page);
  const guest = await context.newPage();
  await guest.goto(await address(page).textContent());
  await guest.locator('a[href*="/d/"]').first().click();
  await guest.getByLabel('Name', { exact: true }).fill('Ada King');
  await guest.getByLabel('Email', { exact: true }).fill('ada@example.com');
  await guest.getByRole('button', { name: 'Schedule event' }).click();
  await expect(guest.getByRole('heading', { name: 'You are scheduled' })).toBeVisible();
  expect(await sandbox.facts('booked')).toMatchObject([{ tracking: { utm_content: tag } }]);
  await page.bringToFront();
  // The next link has none of its own accord, and a row copies its own.
  await page.getByRole('button', { name: 'Back to times' }).click();
  await createLink(page);
  expect(await parameters(page)).toEqual({ utm_content: 'mine' });
  await again(page);
  await linksButton(page).click();
  await expect(rows(page).last()).toContainText(`tag ${tag}`);
  await expect(rows(page).first()).not.toContainText('tag');
  await rows(page).last().getByRole('button', { name: 'Copy 30 Minute Meeting' }).click();
  await expect(notices(page)).toHaveText('Link copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${plain}?utm_content=${tag}`);
});

test('a tag can be taken off and put on again', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await createLink(page);
  await disclose(page, 'Campaign tracking (UTM)');
  const box = page.getByRole('checkbox', { name: 'Tag this link' });
  await box.check();
  await expect(rows(page)).toContainText('tag ');
  const tagged = await parameters(page);
  await box.uncheck();
  expect(await parameters(page)).toEqual({});
  await expect(rows(page)).not.toContainText('tag ');
  // The same one again: somebody may have it already.
  await box.check();
  expect(await parameters(page)).toEqual(tagged);
});

for (const [what, width, attributes] of [
  ['on a telephone', 360, {}],
  ['on a telephone in the dark', 360, { theme: 'dark' }],
  ['from right to left', 360, { locale: 'ar' }],
]) {
  test(`with everything opened nothing sticks out ${what}, and axe is content`, async ({ page, open, sandbox, axe }) => {
    await stubSharing(page);
    await page.setViewportSize({ width, height: 740 });
    await showTimes({ page, open, sandbox }, { slug: 'customer-interview', attributes });
    await page.locator('label.slot').first().click();
    for (const form of ['plain', 'markdown', 'slack', 'calendar']) {
      await page.getByLabel('Copy as').selectOption(form);
      expect(await overflow(page), form).toBe(0);
    }
    await disclose(page, 'Edit the message');
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('{nobody} {times}');
    expect(await overflow(page), 'message').toBe(0);
    await axe(page);
    await createLink(page);
    await disclose(page, 'Answers to your questions', 'Campaign tracking (UTM)', 'QR code');
    await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
    await page.getByRole('checkbox', { name: 'Tag this link' }).check();
    expect(await overflow(page), 'link').toBe(0);
    await axe(page);
  });
}
