// Attempts to sign in that go another way: given up, come back from, meant for somebody else, or begun twice.
import { expect, test } from './harness.mjs';
import {
  allow,
  answer,
  asked,
  cancelButton,
  expectAccount,
  expectSignedIn,
  leave,
  MODES,
  notice,
  openPopup,
  signIn,
  signInButton,
  tokenCalls,
  WORDS,
} from './harness/sign_in.mjs';

/** What of attempts by redirect the tab remembers. */
const remembered = (page) =>
  page.evaluate(() => Object.keys(sessionStorage).filter((key) => /^slotlink:(transaction|callback)/.test(key)));

test('an error that comes back by redirect leaves nothing of the attempt in the tab', async ({ page, open, sandbox }) => {
  await open(page, { attributes: MODES.redirect.attributes });
  await leave(page);
  await answer(page, { error: 'server_error', state: asked(page).get('state') });
  await expect(notice(page)).toBeVisible();
  expect(await remembered(page)).toEqual([]);
  expect(await tokenCalls(sandbox)).toEqual([]);
});

test('an attempt by redirect that nobody came back from is cleared away by the next one', async ({ page, open }) => {
  await open(page, { attributes: MODES.redirect.attributes });
  await leave(page);
  const first = asked(page).get('state');
  await page.goBack();
  await expect(signInButton(page)).toBeVisible();
  expect(await remembered(page)).toEqual([`slotlink:transaction:${first}`]);
  await leave(page);
  const second = asked(page).get('state');
  await page.goBack();
  await expect(signInButton(page)).toBeVisible();
  expect(await remembered(page)).toEqual([`slotlink:transaction:${second}`]);
});

test('a page that was kept whole while the other one was shown forgets its attempt when it comes back', async ({
  page,
  open,
  sandbox,
}) => {
  await open(page, { attributes: MODES.redirect.attributes });
  // An answer without content leaves the page as it is: as one that the browser keeps, and shows again as it was.
  await page.route('**/oauth/authorize?*', (route) => route.fulfill({ status: 204 }), { times: 1 });
  await signInButton(page).click();
  await expect(signInButton(page)).toHaveCount(0);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(signInButton(page)).toBeVisible();
  await expect(notice(page)).toHaveCount(0);
  await leave(page);
  await allow(page);
  await expectSignedIn(page);
  expect(await tokenCalls(sandbox)).toHaveLength(1);
});

test('the answer to a redirect of another client on the page is left for that one', async ({
  page,
  open,
  sandbox,
  site,
}) => {
  const redirect_uris = [`${site.url}/slotlink/callback.html`];
  await sandbox.clients({ client_id: 'first', redirect_uris }, { client_id: 'second', redirect_uris });
  const both = MODES.redirect.attributes;
  await open(page, { host: 'two', attributes: [{ ...both, 'client-id': 'first' }, { ...both, 'client-id': 'second' }] });
  const [first, second] = [page.locator('slotlink-widget').nth(0), page.locator('slotlink-widget').nth(1)];
  await signInButton(second).click();
  await page.waitForURL((url) => url.searchParams.get('client_id') === 'second');
  await allow(page, { user: 'dana-whitfield' });
  await expectAccount(second, 'Dana Whitfield');
  await expect(signInButton(first)).toBeVisible();
  await expect(notice(first)).toHaveCount(0);
  expect((await tokenCalls(sandbox)).map(({ form }) => form.get('client_id'))).toEqual(['second']);
  expect(await remembered(page)).toEqual([]);
});

test('an answer that no element of the page waits for any more is told, and used up', async ({
  page,
  open,
  sandbox,
  site,
}) => {
  await open(page, { attributes: MODES.redirect.attributes });
  await leave(page);
  // The page's developer has changed the client meanwhile.
  site.attributes = { ...site.attributes, 'client-id': 'another' };
  await allow(page);
  await expect(notice(page)).toBeVisible();
  await expect(signInButton(page)).toBeVisible();
  expect(await remembered(page)).toEqual([]);
  expect(await tokenCalls(sandbox)).toEqual([]);
});

for (const [what, host, attributes, start] of [
  ['widget', 'plain', MODES.popup.attributes, openPopup],
  // Of its own accord it leaves the page.
  ['dashboard', '/', { 'redirect-uri': null }, leave],
]) {
  test(`a reload while the code of the ${what} is exchanged leaves a button that works, and no code is used twice`, async ({
    page,
    open,
    sandbox,
  }) => {
    // Carried out, and answered when nobody listens any more.
    await sandbox.faults([{ route: 'POST /oauth/token', delay_ms: 60_000 }]);
    await open(page, { host, attributes });
    await allow(await start(page));
    await expect.poll(async () => (await tokenCalls(sandbox)).length).toBe(1);
    await expect(page.getByRole('heading', { name: 'Signing in…' })).toBeVisible();
    await page.reload();
    await expect(signInButton(page)).toBeVisible();
    expect(await remembered(page)).toEqual([]);
    // By now whatever would try again has.
    await page.clock.fastForward(120_000);
    await expect(signInButton(page)).toBeEnabled();
    await expect(notice(page)).toHaveCount(0);
    expect(await tokenCalls(sandbox)).toHaveLength(1);

    await allow(await start(page));
    await expectAccount(page, 'Mira Albrecht');
    await expect(notice(page)).toHaveCount(0);
    const codes = (await tokenCalls(sandbox)).map(({ form }) => form.get('code'));
    expect(codes).toHaveLength(2);
    expect(new Set(codes).size, 'each is used once').toBe(2);
  });
}

test('a second attempt while the first window is open takes its place', async ({ page, context, open, sandbox }) => {
  await open(page, { attributes: MODES.popup.attributes });
  const first = await openPopup(page);
  const state = asked(first).get('state');
  const opened = page.waitForEvent('popup');
  const closed = first.waitForEvent('close');
  await page.locator('slotlink-widget').evaluate((widget) => widget.signIn());
  const second = await opened;
  await second.waitForURL((url) => url.searchParams.has('state'));
  await closed;
  expect(asked(second).get('state')).not.toBe(state);
  await expect(cancelButton(page)).toBeVisible();
  expect(context.pages()).toHaveLength(2);
  await allow(second);
  await expectSignedIn(page);
  expect(await tokenCalls(sandbox)).toHaveLength(1);
});

test('where the tab’s storage is full, a window signs in all the same, and leaving the page is refused in words', async ({
  page,
  context,
  open,
  sandbox,
}) => {
  await context.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
  });
  await open(page, { attributes: MODES.redirect.attributes });
  await signInButton(page).click();
  await expect(notice(page)).toContainText(WORDS.noStorage);
  expect((await sandbox.ledger()).requests).toEqual([]);
  await open(page, { attributes: MODES.popup.attributes });
  await signIn(page);
  expect(await tokenCalls(sandbox)).toHaveLength(1);
});

test('a sign-in window that cannot be closed is no error', async ({ page, context, open, sandbox }) => {
  await context.addInitScript(() => {
    // As browsers do with a window that no script has opened.
    globalThis.close = () => {};
  });
  await open(page, { attributes: MODES.popup.attributes });
  const popup = await openPopup(page);
  await allow(popup);
  await expectSignedIn(page);
  await expect(popup.getByText('Done. You can close this window.')).toBeVisible();
  await expect(notice(page)).toHaveCount(0);
  expect(await tokenCalls(sandbox)).toHaveLength(1);
});
