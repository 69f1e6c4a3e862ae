// The check of the connection: what stands in the way is told apart, in words.
import { expect, test } from './harness.mjs';
import { element, goOffline } from './harness/drive.mjs';
import { allow, expectAccount, notice, openPopup, signIn } from './harness/sign_in.mjs';

const NOW = '2026-12-01T08:00:00Z';

const check = (page) => element(page).evaluate((host) => host.testConnection());

async function expectFound(page, code, words) {
  const found = await check(page);
  expect(found.code).toBe(code);
  expect(found.message).toMatch(words);
  // The alert about what could not be loaded may say the same.
  const told = notice(page).and(page.locator(':not([role=alert])'));
  await expect(told.filter({ hasText: found.message })).toBeVisible();
}

test('a connection that works is said to work, and one without a session to lack that', async ({ page, open, watch }) => {
  watch.allow({ console: /status of 40[01]/ });
  await open(page, { now: NOW });
  await expectFound(page, 'signed_out', /Calendly answers, but nobody is signed in/);
  await signIn(page);
  await expectFound(page, 'ok', /knows the account/);
});

const ROUTE = 'GET /users/me';

for (const [code, words, arrange] of [
  ['cors', /does not let this page read/, ({ sandbox }) => sandbox.faults([{ route: ROUTE, no_cors: true, times: null }])],
  ['network', /Nothing answers/, ({ page, sandbox }) => page.route(`${sandbox.url}/**`, (route) => route.abort('connectionrefused'))],
  [
    'plan',
    /its plan or its role is not enough\. .*Please upgrade to Standard\./,
    ({ sandbox }) =>
      sandbox.faults([
        { route: 'GET /event_types', status: 403, body: { title: 'Permission Denied', message: 'Please upgrade to Standard.' }, times: null },
      ]),
  ],
]) {
  test(`${code} is told apart`, async ({ page, open, sandbox, watch }) => {
    watch.allow({ console: /CORS|ERR_|status of 403/ });
    await open(page, { now: NOW });
    await signIn(page);
    await expectAccount(page, 'Mira Albrecht');
    await arrange({ page, sandbox });
    await expectFound(page, code, words);
  });
}

test('being offline is told apart', async ({ page, context, open, watch }) => {
  watch.allow({ console: /ERR_INTERNET_DISCONNECTED/ });
  await open(page, { now: NOW });
  await signIn(page);
  await expectAccount(page, 'Mira Albrecht');
  await goOffline(page);
  await expectFound(page, 'offline', /This device is offline/);
});

test('a clock that is two hours fast is told apart', async ({ page, open }) => {
  await open(page, { now: NOW });
  await page.clock.fastForward(7_200_000);
  await signIn(page);
  await expectFound(page, 'clock', /is 1(19|20) minutes fast/);
});

test('a scope that was declined is told apart', async ({ page, open }) => {
  await open(page, { now: NOW });
  await signIn(page, { without: ['scheduling_links:write'] });
  await expectFound(page, 'scope', /scheduling_links:write/);
});

test('where something could not be loaded the check is offered', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /ERR_/ });
  await open(page, { now: NOW });
  await page.route(`${sandbox.url}/event_types?*`, (route) => route.abort('connectionrefused'));
  await signIn(page);
  await page.getByRole('button', { name: 'Check the connection' }).click();
  // Something answers there, and of this the page is given nothing.
  await expect(notice(page).filter({ hasText: 'The server answers, but does not let this page read what it says' })).toBeVisible();
});

test('a token endpoint that this page may not read is found before anybody signs in', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /CORS|ERR_|status of 40[014]/ });
  await open(page, { now: NOW });
  await sandbox.faults([{ route: 'POST /oauth/token', no_cors: true, times: null }]);
  await expectFound(page, 'cors', /does not let this page read/);
});

test('what a given token lacks is found by asking for it', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /status of 403/ });
  await open(page, { now: NOW });
  for (const [scopes, lacking] of [
    ['users:read event_types:read availability:read scheduling_links:write', undefined],
    ['users:read event_types:read scheduling_links:write', /availability:read/],
    ['event_types:read availability:read', /users:read/],
  ]) {
    const token = await sandbox.token({ user: 'mira-albrecht', scopes: scopes.split(' ') });
    await element(page).evaluate((host, value) => {
      host.token = value;
    }, token);
    await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toHaveCount(0);
    if (lacking) await expectFound(page, 'scope', lacking);
    else await expectFound(page, 'ok', /knows the account/);
  }
});

test('where a sign-in could not be finished the check is offered, and finds what is in the way', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /CORS|ERR_|status of 40[014]/ });
  await open(page, { now: NOW });
  await sandbox.faults([{ route: 'POST /oauth/token', no_cors: true, times: null }]);
  const popup = await openPopup(page);
  await allow(popup);
  await expect(notice(page)).toContainText('could not be reached to finish the sign-in');
  await page.getByRole('button', { name: 'Check the connection' }).click();
  await expect(notice(page)).toContainText('does not let this page read');
});
