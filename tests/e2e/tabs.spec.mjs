// Several tabs: a browser copies the dashboard's session with its tab, and two users of one refresh token would end it.
import { expect, test } from './harness.mjs';
import { eventType, slots } from './harness/drive.mjs';
import {
  allow, expectAccount, leave, notice, openDashboard, signInButton, signOut, tokenCalls, WORDS,
} from './harness/sign_in.mjs';

const NOW = '2026-12-01T08:00:00Z';
const HOURS = 3_600_000;

const kinds = async (sandbox) => (await tokenCalls(sandbox)).map(({ form }) => form.get('grant_type'));
const storage = (page) => page.evaluate(() => ({ ...sessionStorage }));

/** A tab at the address of `page` that begins with what that one has stored, as "Duplicate tab" makes it. */
async function duplicate(page, kept) {
  const copy = await page.context().newPage();
  await copy.addInitScript((entries) => {
    if (sessionStorage.getItem('copied')) return;
    for (const [name, value] of Object.entries(entries)) sessionStorage.setItem(name, value);
    sessionStorage.setItem('copied', 'yes');
  }, kept ?? (await storage(page)));
  await copy.goto(page.url());
  return copy;
}

test('a duplicated tab does not use the session of the first, which goes on', async ({ page, open, sandbox }) => {
  await openDashboard(page, open, { now: NOW });
  const copy = await duplicate(page);
  await expect(notice(copy)).toContainText('This tab is a copy');
  await expect(signInButton(copy)).toBeVisible();
  expect(Object.keys(await storage(copy))).toEqual(['copied']);

  await sandbox.advance(3 * HOURS);
  for (const tab of [copy, page]) await tab.clock.setSystemTime(Date.parse(NOW) + 3 * HOURS);
  await copy.reload();
  await expect(signInButton(copy)).toBeVisible();
  await page.reload();
  await expectAccount(page, 'Mira Albrecht');
  await expect.poll(() => kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  expect(await sandbox.facts('tokens_revoked')).toEqual([]);
});

test('in a duplicated tab one signs in anew, and signing out there leaves the first alone', async ({ page, open, sandbox }) => {
  await openDashboard(page, open, { now: NOW });
  const copy = await duplicate(page);
  await expect(signInButton(copy)).toBeVisible();
  await leave(copy);
  await allow(copy);
  await expectAccount(copy, 'Mira Albrecht');
  await copy.reload();
  await expectAccount(copy, 'Mira Albrecht');
  await signOut(copy);
  await expect(notice(copy)).toContainText(WORDS.signedOut);
  await page.reload();
  await expectAccount(page, 'Mira Albrecht');
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'authorization_code']);
});

test('a tab that is opened again after it was closed has its session back', async ({ page, open, sandbox }) => {
  await openDashboard(page, open, { now: NOW });
  const kept = await storage(page);
  await page.close();
  await expectAccount(await duplicate(page, kept), 'Mira Albrecht');
  expect(await kinds(sandbox)).toEqual(['authorization_code']);
});

test('two dashboards on one page share the session and renew it once', async ({ page, open, sandbox }) => {
  const { uri } = await eventType(sandbox, '30min');
  await openDashboard(page, open, { now: NOW });
  await page.evaluate(() => {
    const first = document.querySelector('slotlink-dashboard');
    const second = document.createElement('slotlink-dashboard');
    for (const { name, value } of first.attributes) second.setAttribute(name, value);
    first.after(second);
  });
  const both = page.locator('slotlink-dashboard');
  await expectAccount(both.nth(1), 'Mira Albrecht');
  await sandbox.advance(3 * HOURS);
  await page.clock.fastForward(3 * HOURS);
  await page.evaluate((type) => {
    for (const host of document.querySelectorAll('slotlink-dashboard')) host.selectEventType(type);
  }, uri);
  for (const dashboard of [0, 1]) await expect(slots(both.nth(dashboard)).first()).toBeVisible();
  expect(await kinds(sandbox)).toEqual(['authorization_code', 'refresh_token']);
  expect(await sandbox.facts('tokens_revoked')).toEqual([]);
});
