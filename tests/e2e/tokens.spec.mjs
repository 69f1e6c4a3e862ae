// A token of the page instead of a sign-in: a personal access token, or a function that gives one.
import { expect, test } from './harness.mjs';
import { element, later, pat } from './harness/drive.mjs';
import { apiCalls, expectAccount, leaks, notice, recordEvents, remains, signInButton } from './harness/sign_in.mjs';

const NOW = '2026-12-01T08:00:00Z';
const BARE = { 'client-id': null };

/** Sets a function that gives these tokens one after the other, the last one for ever, and notes why it was asked. */
async function give(page, ...tokens) {
  await element(page).evaluate((host, list) => {
    globalThis.reasons = [];
    host.token = async ({ reason }) => {
      globalThis.reasons.push(reason);
      return list.length > 1 ? list.shift() : list[0];
    };
  }, tokens);
}

const reasons = (page) => page.evaluate(() => globalThis.reasons);

async function atWork(page) {
  await page.getByRole('option').first().click();
  await expect(page.getByRole('button', { name: 'Refresh' })).toBeVisible();
}

test('an element that gets its token after it was connected reports no mistake', async ({ page, open }) => {
  await open(page, { attributes: BARE, now: NOW });
  const events = await recordEvents(page);
  await expect(page.getByText('Signing in…')).toBeVisible();
  await give(page, pat());
  await expectAccount(page, 'Mira Albrecht');
  await page.clock.runFor(3000);
  expect(await events('error')).toEqual([]);
  expect(await reasons(page)).toEqual(['missing']);
});

test('an element that gets neither a client id nor a token says so after a second, once', async ({ page, open }) => {
  await open(page, { attributes: BARE, now: NOW });
  const events = await recordEvents(page);
  await expect(page.getByRole('alert')).toContainText('Set client-id');
  await page.clock.runFor(3000);
  expect((await events('error')).map(({ code }) => code)).toEqual(['configuration']);
  await give(page, pat());
  await expectAccount(page, 'Mira Albrecht');
});

test('the function is asked once at the start, and once for each token that was refused', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /status of 401/ });
  await open(page, { attributes: BARE, now: NOW });
  const short = await sandbox.token({ user: 'mira-albrecht', ttl: 600 });
  await give(page, short, pat());
  await expectAccount(page, 'Mira Albrecht');
  await atWork(page);
  expect(await reasons(page)).toEqual(['missing']);
  await later(page, sandbox, 700_000);
  // Three months at once: several requests that are all refused.
  for (let month = 0; month < 3; month += 1) await page.getByRole('button', { name: 'Next month' }).click();
  await expect(page.getByRole('button', { name: 'Refresh' })).toBeVisible();
  expect(await reasons(page)).toEqual(['missing', 'refused']);
  await expect(notice(page)).toHaveCount(0);
  expect(leaks(await remains(page), [short, pat()])).toEqual([]);
  const { requests } = await sandbox.ledger();
  expect(requests.filter(({ path }) => path.startsWith('/oauth/'))).toEqual([]);
});

test('a function without a good token is asked twice and no more, and its page is told', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /status of 401/ });
  await open(page, { attributes: BARE, now: NOW });
  const events = await recordEvents(page);
  await give(page, 'stale');
  await expect(signInButton(page)).toBeVisible();
  expect(await reasons(page)).toEqual(['missing', 'refused']);
  expect(await events('signed-out')).toEqual([{ reason: 'expired' }]);
  const before = (await apiCalls(sandbox)).length;
  await page.clock.runFor(60_000);
  expect(await apiCalls(sandbox)).toHaveLength(before);
});

test('a function that never answers is given up after ten seconds, and can be asked anew', async ({ page, open }) => {
  await open(page, { attributes: BARE, now: NOW });
  const events = await recordEvents(page);
  await element(page).evaluate((host) => {
    globalThis.asked = 0;
    host.token = () => {
      globalThis.asked += 1;
      return globalThis.asked === 1 ? new Promise(() => {}) : globalThis.good;
    };
  });
  await page.clock.runFor(5000);
  expect(await events('error')).toEqual([]);
  await page.clock.runFor(6000);
  await expect(notice(page)).toContainText('The page gave no access token.');
  expect((await events('error')).map(({ code }) => code)).toEqual(['token']);
  await page.evaluate((token) => {
    globalThis.good = token;
  }, pat());
  await signInButton(page).click();
  await expectAccount(page, 'Mira Albrecht');
  expect(await page.evaluate(() => globalThis.asked)).toBe(2);
});

for (const odd of ['“quoted”', 'two words', 'line\nbreak', 'nul\0', 'tökén']) {
  test(`a token that cannot stand in a header (${JSON.stringify(odd)}) is never sent`, async ({ page, open, sandbox }) => {
    await open(page, { attributes: BARE, now: NOW });
    const events = await recordEvents(page);
    await give(page, odd);
    await expect(notice(page)).toContainText('characters that cannot be sent');
    expect((await events('error')).map(({ code }) => code)).toEqual(['invalid_token']);
    expect(await apiCalls(sandbox)).toEqual([]);
  });
}

test('a link that is asked for with one account is not made with the next token’s, and what was the former’s is gone', async ({
  page,
  open,
  sandbox,
  watch,
}) => {
  watch.allow({ console: /status of 401/ });
  await open(page, { attributes: BARE, now: NOW });
  const short = await sandbox.token({ user: 'mira-albrecht', ttl: 600 });
  await give(page, short, pat('dana-whitfield'));
  await expectAccount(page, 'Mira Albrecht');
  await atWork(page);
  await page.getByLabel('Note for your list').fill('Secret customer');
  await later(page, sandbox, 700_000);
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  await expectAccount(page, 'Dana Whitfield');
  await expect(page.getByRole('option').first()).toBeVisible();
  expect(await reasons(page)).toEqual(['missing', 'refused']);
  expect(await sandbox.requests('POST /scheduling_links')).toHaveLength(1);
  expect(await sandbox.facts('link_created')).toEqual([]);
  const { document } = await remains(page);
  for (const trace of ['Mira', 'Secret customer', 'nordlicht']) expect(document, trace).not.toContain(trace);
});
