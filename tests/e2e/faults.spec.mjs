// When the network or the server misbehaves: readable words, a Retry that works, never an endless wait or a blank page.
import { expect, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, createButton, element, eventType, forgetLedger, goOffline, linksButton, notices, rows, showTimes, signIn,
  slots, windows, useToken,
} from './harness/drive.mjs';
import { REACHING, through } from './harness/wire.mjs';

test.use(REACHING);

const BERLIN = { timezone: 'Europe/Berlin' };

test.beforeEach(({ watch }) => {
  // The browser's own line about every answer that is no success.
  watch.allow({ console: NETWORK_COMPLAINT });
});

/** What is spoilt, by name; each is put on a route and lasts until it is taken away. */
const SPOILT = {
  '503 with somebody’s HTML': { status: 503, body: '<html><h1>Service Unavailable</h1></html>', content_type: 'text/html' },
  'an answer cut short': { truncate: 25 },
  'a sign-in page of the hotel': { status: 200, body: '<html><h1>Welcome to our Wi-Fi</h1></html>', content_type: 'text/html' },
  'an empty answer': { status: 200, body: '' },
  'null': { status: 200, body: 'null' },
  'a connection cut before the answer': { cut: 'before_headers' },
  'a connection cut within the answer': { cut: 'mid_body' },
  '429 that scripts cannot read': { status: 429, no_cors: true, body: {} },
  '404': { status: 404, body: { title: 'Resource Not Found', message: 'The server could not find the requested resource.' } },
};

for (const [what, fault] of Object.entries(SPOILT)) {
  test(`${what} instead of the times: a gap, and Retry mends it`, async ({ page, open, sandbox }) => {
    await sandbox.faults([{ route: 'GET /event_type_available_times', times: null, ...fault }]);
    await showTimes({ page, open, sandbox }, { attributes: BERLIN });
    const gap = page.getByRole('alert').first();
    await expect(gap).toContainText('could not be loaded.');
    await expect(gap).not.toContainText(/<|Wi-Fi|Unavailable|line \d|column|undefined|null/);
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await sandbox.faults([]);
    await gap.getByRole('button', { name: 'Retry' }).click();
    await expect(slots(page).first()).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test(`${what} instead of the event types: words, and Retry mends it`, async ({ page, open, sandbox }) => {
    await sandbox.faults([{ route: 'GET /event_types', times: null, ...fault }]);
    await open(page, { now: NOW });
    await signIn(page);
    const retry = page.getByRole('button', { name: 'Retry' });
    await expect(retry).toBeVisible({ timeout: 15_000 });
    await expect(notices(page).first()).not.toContainText(/<|Wi-Fi|Unavailable|line \d|column|undefined|null/);
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await sandbox.faults([]);
    await retry.click();
    await expect(page.getByRole('option').first()).toBeVisible();
    await expect(retry).toHaveCount(0);
  });

  test(`${what} instead of the profile: words, and Retry mends it`, async ({ page, open, sandbox }) => {
    await sandbox.faults([{ route: 'GET /users/me', times: null, ...fault }]);
    await open(page, { now: NOW });
    await signIn(page);
    const retry = page.getByRole('button', { name: 'Retry' });
    await expect(retry).toBeVisible({ timeout: 15_000 });
    await expect(notices(page).first()).not.toContainText(/<|Wi-Fi|Unavailable|line \d|column|undefined|null/);
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await sandbox.faults([]);
    await retry.click();
    await expect(page.getByRole('option').first()).toBeVisible();
    await expect(page.locator('#open-account')).toHaveAccessibleName(/Mira Albrecht/);
  });
}

test('an answer that says it is a page is none, though it could be read; one that says nothing is', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'GET /*', times: null, headers: { 'content-type': null } }]);
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await expect(slots(page).first()).toBeVisible();
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: null, content_type: 'text/html' }]);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('alert').first()).toContainText('What came is no answer of Calendly’s');
  await expect(slots(page).first()).toBeVisible();
});

test('a read is tried four times at most', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: null, status: 500, body: {} }]);
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await expect(page.getByRole('alert').first()).toBeVisible();
  expect(await windows(sandbox)).toHaveLength(4);
});

test('two failures in passing are not even noticed', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: 2, status: 502, body: '', content_type: 'text/html' }]);
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await expect(slots(page).first()).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('offline is a gap, and the times come by themselves when the network is back', async ({ page, open, sandbox, context }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await expect(slots(page).first()).toBeVisible();
  await goOffline(page);
  await page.getByRole('button', { name: 'Next month' }).click();
  await page.getByRole('button', { name: 'Next month' }).click();
  await page.getByRole('button', { name: 'Next month' }).click();
  await expect(page.locator('#month')).toHaveText('March 2027');
  await expect(page.getByRole('alert').filter({ hasText: 'could not be loaded' })).toBeVisible({ timeout: 15_000 });
  await context.setOffline(false);
  await expect(slots(page).first()).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('what was shown stays while the network is away', async ({ page, open, sandbox, context }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  const before = await slots(page).count();
  await goOffline(page);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible({ timeout: 15_000 });
  await expect(slots(page)).toHaveCount(before);
});

test.describe('with a server that is not on this machine', () => {
  test('a link asked for while offline is not sent, and that is certain', async ({ page, open, sandbox, site, watch, context }) => {
    await through({ http2: true }, { page, open, sandbox, site, watch }, async () => {
      await goOffline(page);
      await createButton(page).click();
      await expect(notices(page).filter({ hasText: 'You are offline, so nothing was sent.' })).toBeVisible();
      await context.setOffline(false);
      await linksButton(page).click();
      await expect(rows(page)).toHaveCount(0);
      expect(await sandbox.requests('POST /scheduling_links')).toEqual([]);
      await page.getByRole('button', { name: 'Back to times' }).click();
      await createButton(page).click();
      await expect(rows(page)).toContainText('Open');
      expect(await sandbox.facts('link_created')).toHaveLength(1);
    });
  });

  test('offline is called offline', async ({ page, open, sandbox, site, watch, context }) => {
    await through({ http2: true }, { page, open, sandbox, site, watch }, async () => {
      await goOffline(page);
      await page.getByRole('button', { name: 'Refresh' }).click();
      await expect(page.getByRole('alert').first()).toContainText('You are offline.', { timeout: 15_000 });
      await context.setOffline(false);
    });
  });
});

test('a slow profile holds nothing up but what needs it, and is waited for', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'GET /users/me', delay_ms: 3000 }]);
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await expect(slots(page).first()).toBeVisible();
  await expect(page.locator('#open-account')).toHaveAccessibleName(/Mira Albrecht/);
  await expect(notices(page)).toHaveCount(0);
});

test('headers that never arrive are given up after ten seconds and asked for again', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: 1, stall_ms: 600_000 }]);
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await signIn(page);
  await expect.poll(() => windows(sandbox)).toHaveLength(1);
  await expect(page.locator('[role=grid]')).toHaveAttribute('aria-busy', 'true');
  await page.clock.fastForward(11_000);
  await expect(slots(page).first()).toBeVisible();
});

test('a body that stops in its middle is given up and asked for again', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: 1, cut: 'mid_body', stall_ms: 600_000 }]);
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  const headers = page.waitForResponse((response) => response.url().includes('available_times'));
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await signIn(page);
  await headers;
  await page.clock.fastForward(11_000);
  await expect(slots(page).first()).toBeVisible();
});

test('429 pauses everything for a minute, then goes on by itself', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: 1, status: 429, body: {} }]);
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await signIn(page);
  await expect.poll(() => windows(sandbox)).toHaveLength(1);
  await expect(page.locator('[role=grid]')).toHaveAttribute('aria-busy', 'true');
  await expect
    .poll(async () => {
      await page.clock.fastForward(20_000);
      return slots(page).count();
    })
    .toBeGreaterThan(0);
});

test('a limit that is really used up is waited for, not stormed', async ({ page, open, sandbox }) => {
  // The free plan has fifty requests a minute.
  await showTimes({ page, open, sandbox }, { user: 'dana-whitfield', attributes: BERLIN });
  for (let count = 0; count < 60; count += 1) {
    await fetch(`${sandbox.url}/users/me`, { headers: { authorization: 'Bearer sandbox-pat-dana-whitfield' } });
  }
  await forgetLedger(sandbox);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect.poll(() => windows(sandbox)).toHaveLength(1);
  await page.getByRole('button', { name: 'Next month' }).click();
  await page.getByRole('button', { name: 'Next month' }).click();
  await sandbox.advance(70_000);
  await expect
    .poll(async () => {
      await page.clock.fastForward(20_000);
      return (await windows(sandbox)).filter((request) => request.status === 200).length;
    })
    .toBeGreaterThanOrEqual(2);
  expect((await windows(sandbox)).filter((request) => request.status === 429)).toHaveLength(1);
});

test('a token that is refused for good ends in the invitation to sign in, not in a loop', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await forgetLedger(sandbox);
  await sandbox.faults([{ route: 'GET /*', times: null, status: 401, body: { title: 'Unauthenticated', message: 'The access token is invalid' } }]);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
  await expect(notices(page)).toContainText('Your session has ended. Sign in again to go on; what you chose and wrote is kept.');
  await page.clock.fastForward(600_000);
  expect((await sandbox.ledger()).requests.filter((request) => request.method === 'GET').length).toBeLessThanOrEqual(2);
});

test('a missing scope is named, with what to do', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  const token = await sandbox.token({ user: 'mira-albrecht', scopes: ['users:read', 'event_types:read'] });
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await useToken(page, token);
  const gap = page.getByRole('alert').first();
  await expect(gap).toContainText('availability:read');
  await expect(notices(page).first()).toContainText('Use a token that has it');
});

test('words from the server are shown as text', async ({ page, open, sandbox }) => {
  const message = '<img src=x onerror="globalThis.broken = true"> & <b>bold</b>';
  await sandbox.faults([{ route: 'GET /event_types', times: null, status: 400, body: { title: 'Invalid Argument', message } }]);
  await open(page, { now: NOW });
  await signIn(page);
  await expect(notices(page).first()).toContainText(message);
  expect(await page.evaluate(() => globalThis.broken)).toBeUndefined();
  await expect(element(page).locator('img')).toHaveCount(0);
});

test('an answer nested a hundred thousand deep is an error, not the end', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: null, status: 200, body: '['.repeat(100_000), content_type: 'application/json' }]);
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await expect(page.getByRole('alert').first()).toContainText('could not be loaded.');
  await sandbox.faults([]);
  await page.getByRole('alert').first().getByRole('button', { name: 'Retry' }).click();
  await expect(slots(page).first()).toBeVisible();
});

test('an answer of ten million bytes is refused and the page goes on', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: null, pad: 10_000_000 }]);
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await expect(page.getByRole('alert').first()).toContainText('could not be loaded.', { timeout: 15_000 });
  await sandbox.faults([]);
  await page.getByRole('alert').first().getByRole('button', { name: 'Retry' }).click();
  await expect(slots(page).first()).toBeVisible();
});

test('redirects are not followed and the token goes nowhere else', async ({ page, open, sandbox }) => {
  await sandbox.faults([
    { route: 'GET /event_type_available_times', times: null, status: 307, body: '', headers: { location: `${sandbox.origins[1]}/users/me` } },
  ]);
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await expect(page.getByRole('alert').first()).toBeVisible({ timeout: 15_000 });
  const strays = (await sandbox.requests('GET /users/me')).filter((request) => request.headers.host?.startsWith('127.'));
  expect(strays).toEqual([]);
});

test('everything is asked without cookies, referrer or cache', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  const { requests } = await sandbox.ledger();
  for (const { headers, path } of requests) {
    expect(headers.cookie, path).toBeUndefined();
    expect(headers.referer, path).toBeUndefined();
  }
});
