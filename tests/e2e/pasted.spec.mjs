// A personal access token that a person pastes in the place of signing in.
import { expect, test } from './harness.mjs';
import { pat } from './harness/drive.mjs';
import { accountButton, apiCalls, expectAccount, leaks, notice, recordEvents, remains, signIn, signInButton, signOut } from './harness/sign_in.mjs';

const OFFERED = { 'personal-token': 'offer' };

const opener = (page) => page.getByText('Use a personal access token instead');
const field = (page) => page.getByLabel('Personal access token', { exact: true });
const use = (page) => page.getByRole('button', { name: 'Use this token' });

async function paste(page, token) {
  await opener(page).click();
  await field(page).fill(token);
  await use(page).click();
}

test('a pasted token does the whole job, is nowhere but in memory, and is gone with a reload', async ({ page, open, sandbox }) => {
  await open(page, { host: 'dashboard' });
  await paste(page, ` ${pat()}\n`);
  await expectAccount(page, 'Mira Albrecht');
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  expect(await sandbox.facts('link_created')).toHaveLength(1);
  expect(leaks(await remains(page), [pat()])).toEqual([]);
  expect((await sandbox.ledger()).requests.filter(({ path }) => path.startsWith('/oauth/'))).toEqual([]);
  await page.reload();
  await expect(signInButton(page)).toBeVisible();
});

test('what cannot be a token is told beside the field, and nothing is sent', async ({ page, open, sandbox }) => {
  await open(page, { attributes: OFFERED });
  for (const wrong of ['', '“abc”', 'two words', 'Bearer abc']) {
    if (!(await field(page).isVisible())) await opener(page).click();
    await field(page).fill(wrong);
    await field(page).press('Enter');
    await expect(page.getByRole('alert')).toContainText('The access token has characters that cannot be sent');
    await expect(field(page)).toHaveAttribute('aria-invalid', 'true');
    await expect(field(page)).toBeFocused();
    await expect(field(page)).toHaveValue(wrong);
  }
  await field(page).fill('a');
  await expect(page.getByRole('alert')).toBeHidden();
  expect(await apiCalls(sandbox)).toEqual([]);
});

test('a token that Calendly refuses is let go of, with words, and another one can be pasted', async ({ page, open, watch }) => {
  watch.allow({ console: /status of 401/ });
  await open(page, { attributes: OFFERED });
  const events = await recordEvents(page);
  await paste(page, 'sandbox-pat-of-nobody');
  await expect(notice(page)).toContainText('Calendly does not accept this token');
  expect(await events('signed-out')).toEqual([{ reason: 'expired' }]);
  // The field is open for it, and empty.
  await expect(field(page)).toHaveValue('');
  await field(page).fill(pat());
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(field(page)).toHaveValue(pat());
  await use(page).click();
  await expectAccount(page, 'Mira Albrecht');
  await expect(notice(page)).toHaveCount(0);
});

test('a field that a person has opened stays open, whatever else is told meanwhile', async ({ page, open }) => {
  await open(page, { attributes: OFFERED });
  await opener(page).click();
  await field(page).fill('half a tok');
  await page.locator('slotlink-widget').evaluate((host) => host.createLink());
  await expect(notice(page)).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice(page)).toHaveCount(0);
  await expect(field(page)).toBeVisible();
  await expect(field(page)).toHaveValue('half a tok');
});

test('signing out lets go of the token, and the next session is one of signing in', async ({ page, open }) => {
  await open(page, { attributes: OFFERED });
  const events = await recordEvents(page);
  await paste(page, pat());
  await expectAccount(page, 'Mira Albrecht');
  await signOut(page);
  await expect(notice(page)).toContainText('the token is no longer in this page');
  expect(await events('signed-out')).toEqual([{ reason: 'person' }]);
  await signIn(page);
  await expectAccount(page, 'Mira Albrecht');
});

test('signing out in one tab lets go of the same token in another', async ({ page, open, context }) => {
  await open(page, { attributes: OFFERED });
  await paste(page, pat());
  await expectAccount(page, 'Mira Albrecht');
  const other = await context.newPage();
  await open(other, { attributes: OFFERED });
  await paste(other, pat());
  await expectAccount(other, 'Mira Albrecht');
  await signOut(page);
  await expect(notice(other)).toContainText('you signed out of this account in another place');
  await expect(opener(other)).toBeVisible();
  await signIn(other);
  await expectAccount(other, 'Mira Albrecht');
});

test('without a client id a token is all that is needed', async ({ page, open }) => {
  await open(page, { attributes: { ...OFFERED, 'client-id': null } });
  await expect(page.getByRole('alert').first()).toContainText('Set client-id');
  await paste(page, pat());
  await expectAccount(page, 'Mira Albrecht');
  await accountButton(page).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(notice(page)).toContainText('the token is no longer in this page');
  await expect(opener(page)).toBeVisible();
});

test('a widget offers the field only where it is told to, and never where a worker keeps the tokens', async ({ page, open }) => {
  for (const attributes of [{}, { 'personal-token': 'hide' }, { ...OFFERED, 'token-worker': '/slotlink/worker.js' }]) {
    await open(page, { attributes });
    await expect(signInButton(page)).toBeVisible();
    await expect(opener(page)).toHaveCount(0);
  }
  await page.locator('slotlink-widget').evaluate((host) => {
    host.tokenWorker = null;
    host.personalToken = 'offer';
  });
  await expect(opener(page)).toBeVisible();
  await expect(accountButton(page)).toHaveCount(0);
});
