// Signing in at an authorization server that nobody here wrote: npm's oidc-provider over HTTP, with rotation of refresh
// tokens on. The API is the sandbox's, which takes that server's tokens.
import { CLIENT_ID, expect, test as base } from './harness.mjs';
import { NOW, eventType } from './harness/drive.mjs';
import { OtherServer } from './harness/oidc.mjs';
import {
  apiCalls,
  duplicate,
  expectAccount,
  expectSignedIn,
  follow,
  leaks,
  leave,
  MODES,
  notice,
  openPopup,
  remains,
  SCOPES,
  Secrets,
  signInButton,
  signOut,
  tabStorage,
  tenTabs,
  WORDS,
} from './harness/sign_in.mjs';

const HOURS = 3_600_000;

const test = base.extend({
  other: async ({ site, sandbox, watch }, use) => {
    const other = await OtherServer.start({
      clientId: CLIENT_ID,
      redirectUris: [`${site.url}/callback.html`, `${site.url}/slotlink/callback.html`],
    });
    watch.allow({ host: other.url });
    await sandbox.acceptForeignTokens('mira-albrecht');
    await use(other);
    await other.stop();
  },
});

const decide = (window, word) => window.getByRole('button', { name: word }).click();

/** Asks for the times again, which needs a token. */
async function askAgain(page) {
  const answered = page.waitForResponse(
    (response) => response.url().includes('/event_type_available_times') && response.request().method() === 'GET',
  );
  await page.getByRole('button', { name: 'Refresh' }).click();
  await answered;
}

for (const [mode, { attributes, start }] of Object.entries(MODES)) {
  test(`P8: the whole way by ${mode} at another server: sign in, renew three times, sign out`, async ({
    page,
    context,
    open,
    sandbox,
    other,
  }) => {
    const secrets = new Secrets(context);
    await open(page, { now: NOW, attributes: { ...attributes, ...other.attributes } });
    const window = await start(page);
    await expect(window.locator('#scope')).toHaveText(SCOPES);
    await decide(window, 'Allow');
    await expectAccount(page, 'Mira Albrecht');
    expect(other.tokenCalls).toBe(1);
    expect(other.told('grant.error')).toEqual([]);
    expect(other.told('authorization_code.consumed')).toHaveLength(1);

    await page.getByRole('option').first().click();
    await expect(page.getByRole('button', { name: 'Refresh' })).toBeVisible();
    for (let round = 1; round <= 3; round += 1) {
      await page.clock.fastForward(2 * HOURS + 60_000);
      await askAgain(page);
      await expectSignedIn(page);
      expect(other.told('refresh_token.consumed')).toHaveLength(round);
    }
    await expect(notice(page)).toHaveCount(0);
    expect(other.tokenCalls).toBe(4);
    expect(other.told('grant.error')).toEqual([]);
    expect(other.told('grant.revoked')).toEqual([]);
    const { access, refresh } = await secrets.all();
    expect([access.length, refresh.length]).toEqual([4, 4]);
    expect(leaks(await remains(page), await secrets.list())).toEqual([]);
    const sent = (await apiCalls(sandbox)).map(({ headers }) => headers.authorization);
    expect(new Set(sent).size, 'each access token was used').toBe(4);

    await signOut(page);
    await expect(notice(page)).toContainText(WORDS.signedOut);
    expect(other.requests.filter((request) => request === 'POST /token/revocation')).toHaveLength(2);
    expect(other.told('revocation.error')).toEqual([]);
    expect(other.told('grant.revoked')).not.toEqual([]);
  });

  test(`A21, C7: at another server by ${mode} its issuer is taken and any other is not`, async ({ page, open, other }) => {
    await open(page, { now: NOW, attributes: { ...attributes, ...other.attributes } });
    const answers = [];
    page.context().on('request', (request) => {
      if (request.url().includes('/callback.html?')) answers.push(new URL(request.url()));
    });
    const requested = page.context().waitForEvent('request', (request) => request.url().startsWith(`${other.url}/auth?`));
    const first = await start(page);
    const parameters = new URL((await requested).url()).searchParams;
    const forged = new URLSearchParams({ code: 'forged', state: parameters.get('state'), iss: 'https://evil.test' });
    await follow(first, `${parameters.get('redirect_uri')}?${forged}`);
    await expect(notice(page)).toContainText('another authorization server');
    expect(other.tokenCalls).toBe(0);

    const second = await start(page);
    await decide(second, 'Allow');
    await expectSignedIn(page);
    expect(answers.at(-1).searchParams.get('iss')).toBe(other.url);
  });

  test(`saying no at another server by ${mode} is taken calmly`, async ({ page, open, other }) => {
    await open(page, { now: NOW, attributes: { ...attributes, ...other.attributes } });
    await decide(await start(page), 'Deny');
    await expect(notice(page)).toContainText(WORDS.denied);
    await expect(signInButton(page)).toBeVisible();
    expect(other.tokenCalls).toBe(0);
  });
}

test('asking for a permission more at another server, which goes on with its grant, does not end the session', async ({
  page,
  open,
  sandbox,
  other,
  watch,
}) => {
  watch.allow({ console: /status of 403/ });
  await open(page, { now: NOW, attributes: { ...MODES.popup.attributes, ...other.attributes } });
  await decide(await openPopup(page), 'Allow');
  await expectAccount(page, 'Mira Albrecht');
  await page.getByRole('option').first().click();
  await expect(page.getByRole('button', { name: 'Refresh' })).toBeVisible();
  await sandbox.faults([
    {
      route: 'POST /scheduling_links',
      status: 403,
      body: { title: 'Permission Denied', message: 'Insufficient scope.', required_scopes: ['scheduling_links:write'] },
    },
  ]);
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  const opened = page.waitForEvent('popup');
  await notice(page).getByRole('button', { name: 'Allow it' }).click();
  await decide(await opened, 'Allow');
  await expect.poll(() => other.tokenCalls).toBe(2);
  await page.getByRole('button', { name: 'Create single-use link' }).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  await page.clock.fastForward(2 * HOURS + 60_000);
  expect(await page.locator('slotlink-widget').evaluate((host) => host.createLink())).toContain('/d/');
  await expectSignedIn(page);
  expect(other.tokenCalls).toBe(3);
  expect(other.told('grant.error')).toEqual([]);
  expect(other.told('grant.revoked')).toEqual([]);
});

test('a code that is sent to another server twice would end the session, and is sent once', async ({
  page,
  context,
  open,
  other,
}) => {
  const answers = [];
  context.on('request', (request) => {
    if (request.url().includes('/callback.html?')) answers.push(request.url());
  });
  await open(page, { now: NOW, attributes: { ...MODES.redirect.attributes, ...other.attributes } });
  await leave(page);
  await decide(page, 'Allow');
  await expectSignedIn(page);
  const again = await context.newPage();
  await again.goto(answers[0]);
  await expect(again.locator('#message')).toContainText('was not started in this tab');
  expect(other.tokenCalls).toBe(1);
  expect(other.told('grant.revoked')).toEqual([]);
});

test('a grant that another server has withdrawn ends in a new sign-in', async ({
  page,
  context,
  open,
  other,
  watch,
}) => {
  watch.allow({ console: /status of 400/ });
  const secrets = new Secrets(context);
  await open(page, { now: NOW, attributes: other.attributes });
  await decide(await openPopup(page), 'Allow');
  await expectAccount(page, 'Mira Albrecht');
  await page.getByRole('option').first().click();
  await page.getByLabel('Note for your list').fill('Ada');

  // Somebody else uses the refresh token: the server ends the grant when it is used again.
  const { refresh } = await secrets.all();
  const stolen = await fetch(`${other.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token: refresh[0] }),
  });
  expect(stolen.status).toBe(200);
  await page.clock.fastForward(2 * HOURS + 60_000);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(notice(page)).toContainText(WORDS.ended);
  expect(other.told('grant.error')).toEqual([expect.stringContaining('invalid_grant')]);
  expect(other.tokenCalls).toBe(3);

  const window = await openPopup(page);
  await decide(window, 'Allow');
  await expectAccount(page, 'Mira Albrecht');
  await expect(page.getByLabel('Note for your list')).toHaveValue('Ada');
});

test('A14: ten tabs, one expiry: another server is asked for tokens once, and revokes no grant', async ({
  page,
  open,
  sandbox,
  other,
}) => {
  test.slow();
  const now = '2026-12-01T08:00:00Z';
  const { uri } = await eventType(sandbox, '30min');
  await open(page, { host: '/', now, attributes: { 'redirect-uri': null, ...other.attributes } });
  await leave(page);
  await decide(page, 'Allow');
  await expectAccount(page, 'Mira Albrecht');
  const tabs = await tenTabs(page, { type: uri, now: Date.parse(now), past: 2 * HOURS + 60_000, sandbox });
  expect(other.tokenCalls).toBe(2);
  expect(other.told('refresh_token.consumed')).toHaveLength(1);
  expect([...other.told('grant.error'), ...other.told('grant.revoked')]).toEqual([]);
  for (const tab of tabs) await expect(notice(tab)).toHaveCount(0);
});

for (const [name, meddle, survives] of [
  ['before its refresh is sent', (route) => route.abort(), true],
  ['while its refresh is on the way back', (route) => route.fetch(), false],
  ['after its refresh has come back', (route) => route.continue(), true],
]) {
  test(`C14: a tab that is closed ${name} has ${survives ? 'its session' : 'a clean sign-in'} when it is opened again`, async ({
    page,
    context,
    open,
    sandbox,
    other,
    watch,
  }) => {
    watch.allow({ console: /ERR_|status of 400/ });
    const now = '2026-12-01T08:00:00Z';
    const { uri } = await eventType(sandbox, '30min');
    await open(page, { host: '/', now, attributes: { 'redirect-uri': null, ...other.attributes } });
    await leave(page);
    await decide(page, 'Allow');
    await expectAccount(page, 'Mira Albrecht');

    let done;
    const reached = new Promise((resolve) => {
      done = resolve;
    });
    let met = false;
    await context.route(`${other.url}/token`, async (route) => {
      if (met) return route.continue();
      met = true;
      await meddle(route);
      return done();
    });
    await page.clock.setSystemTime(Date.parse(now) + 3 * HOURS);
    await page.locator('slotlink-dashboard').evaluate((host, type) => host.selectEventType(type), uri);
    await reached;
    if (survives) await expect(page.locator('.status')).not.toContainText('Loading times');
    const kept = await tabStorage(page);
    await page.close();
    // What the reopened tab asks for; a request that was held may still go out when its page is closed.
    const asked = [];
    context.on('request', (request) => {
      if (request.url() === `${other.url}/token`) asked.push(new URLSearchParams(request.postData()).get('grant_type'));
    });

    await context.clock.setSystemTime(Date.parse(now) + 3 * HOURS);
    const reopened = await duplicate(page, kept);
    if (survives) {
      await expectAccount(reopened, 'Mira Albrecht');
      expect(other.told('grant.error')).toEqual([]);
      expect(other.tokenCalls).toBe(2);
      return;
    }
    await expect(notice(reopened)).toContainText(WORDS.ended);
    await reopened.waitForTimeout(1000);
    expect(asked, 'once, and no loop').toEqual(['refresh_token']);
    await leave(reopened);
    await decide(reopened, 'Allow');
    await expectAccount(reopened, 'Mira Albrecht');
  });
}
