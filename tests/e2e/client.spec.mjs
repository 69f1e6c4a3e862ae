// The headless client: `createClient` of the package, in Node and in a page.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from './harness.mjs';
import { NETWORK_COMPLAINT, NOW, pat, signInByPopup } from './harness/drive.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const folder = process.env.SLOTLINK_PACKAGE ?? join(resolve(root, process.env.CARGO_TARGET_DIR ?? 'target'), 'npm/package');
const { createClient, SlotlinkError } = await import(join(folder, 'client/node.js'));
const { OPERATIONS } = await import(join(folder, 'client/operations.js'));

const MIRA_NAME = 'Mira Albrecht';

const connect = (sandbox, options = {}) => createClient({ apiUrl: sandbox.url, token: pat(), ...options });

/** The error of a call that must not succeed. */
const refusal = async (call) => {
  const error = await Promise.resolve(call).then(
    () => new Error('the call succeeded'),
    (error) => error,
  );
  expect(error).toBeInstanceOf(SlotlinkError);
  return error;
};

test.describe('in Node', () => {
  test('every operation is a method, and what it answers is Calendly’s own object', async ({ sandbox }) => {
    const client = connect(sandbox);
    expect(Object.keys(OPERATIONS).length).toBeGreaterThan(75);
    for (const name of Object.keys(OPERATIONS)) expect(typeof client[name], name).toBe('function');
    const me = await client.getCurrentUser();
    expect(me.name).toBe(MIRA_NAME);
    const organization = await client.getOrganization({ uuid: me.current_organization });
    expect(organization.uri).toBe(me.current_organization);
    expect(client.status).toMatchObject({ signedIn: true, pausedUntil: null });
  });

  test('a list is its first page, or all its items, or its pages', async ({ sandbox }) => {
    const client = connect(sandbox);
    const { uri: user } = await client.getCurrentUser();
    const page = await client.listEventTypes({ user, count: 30 });
    expect(page.collection).toHaveLength(30);
    expect(JSON.parse(JSON.stringify(page))).toEqual({ collection: page.collection, pagination: page.pagination });
    const second = await page.nextPage();
    expect((await second.previousPage()).collection).toEqual(page.collection);
    const all = await client.listEventTypes({ user }).toArray();
    expect(new Set(all.map(({ uri }) => uri)).size).toBe(all.length);
    const pages = [];
    for await (const { collection } of client.listEventTypes({ user, count: 30 }).pages()) pages.push(collection.length);
    expect(pages.reduce((sum, count) => sum + count)).toBe(all.length);
    expect(pages).toEqual([30, 30, all.length - 60]);
    expect(await (await client.listEventTypes({ user, count: 100 })).nextPage()).toBeNull();
  });

  test('a meeting is booked, found, marked and cancelled', async ({ sandbox }) => {
    await sandbox.clock(NOW);
    const client = connect(sandbox);
    const { uri: user } = await client.getCurrentUser();
    const types = await client.listEventTypes({ user, active: true }).toArray();
    const event_type = types.find(({ slug }) => slug === '30min').uri;
    const times = await client.listEventTypeAvailableTimes({
      event_type,
      start_time: new Date('2026-12-02T00:00:00Z'),
      end_time: '2026-12-20T00:00:00Z',
    });
    const invitee = await client.createEventInvitee({
      event_type,
      start_time: times[0].start_time,
      invitee: { name: 'Ada Lovelace', email: 'ada@example.org', timezone: 'Europe/London' },
      location: { kind: 'zoom_conference' },
    });
    expect(invitee.scheduling_method).toBe('api');
    const events = await client.listEvents({ user, invitee_email: 'ada@example.org' }).toArray();
    expect(events.map(({ uri }) => uri)).toEqual([invitee.event]);
    // The URI of an invitee names its event.
    expect(await client.getEventInvitee({ invitee_uuid: invitee.uri })).toEqual(invitee);
    expect(await refusal(client.createInviteeNoShow({ invitee: invitee.uri }))).toMatchObject({ code: 'invalid_argument', status: 400 });
    const cancellation = await client.cancelEvent({ uuid: invitee.event, reason: 'moved' });
    expect(cancellation.reason).toBe('moved');
    expect((await client.getEvent({ uuid: invitee.event })).status).toBe('canceled');
  });

  test('an invitee who did not come is marked, and the mark is taken back', async ({ sandbox }) => {
    const client = connect(sandbox);
    const { uri: user } = await client.getCurrentUser();
    const past = client.listEvents({ user, status: 'active', max_start_time: new Date(await sandbox.clock()), sort: 'start_time:desc' });
    const [event] = (await past).collection;
    const [invitee] = (await client.listEventInvitees({ uuid: event.uri })).collection;
    if (invitee.no_show) await client.deleteInviteeNoShow({ uuid: invitee.no_show.uri });
    const no_show = await client.createInviteeNoShow({ invitee: invitee.uri });
    expect((await client.getInviteeNoShow({ uuid: no_show.uri })).invitee).toBe(invitee.uri);
    expect(await client.deleteInviteeNoShow({ uuid: no_show.uri })).toBeUndefined();
    expect(await refusal(client.getInviteeNoShow({ uuid: no_show.uri }))).toMatchObject({ code: 'not_found' });
  });

  test('a parameter that is not right is named before anything is sent', async ({ sandbox }) => {
    const client = connect(sandbox);
    await client.getCurrentUser();
    const before = (await sandbox.ledger()).requests.length;
    const messages = [];
    for (const [operation, input] of [
      ['listEventTypes', { usr: 'U1' }],
      ['listEventTypes', { count: 101 }],
      ['createSchedulingLink', {}],
      ['createEventInvitee', { event_type: 'E1', start_time: '2026-12-01T09:00:00Z', invitee: { email: 'nobody', timezone: 'UTC' } }],
      ['getEvent', { uuid: 'https://elsewhere.example/scheduled_events/E1' }],
    ]) {
      const error = await refusal(client[operation](input));
      expect(error).toMatchObject({ code: 'invalid_argument', status: null, transient: false });
      messages.push(error.message);
    }
    expect(messages).toEqual([
      'A parameter is not right. usr is not a parameter of this operation',
      'A parameter is not right. count must be a whole number from 1 to 100',
      'A parameter is not right. owner is required',
      'A parameter is not right. invitee.email must be an e-mail address',
      'A parameter is not right. uuid is a uri of another host',
    ]);
    expect((await sandbox.ledger()).requests).toHaveLength(before);
  });

  test('Calendly’s refusals keep their words, status and scopes', async ({ sandbox }) => {
    const client = connect(sandbox, { token: await sandbox.token({ user: 'mira-albrecht', scopes: ['users:read'] }) });
    const { uri: user } = await client.getCurrentUser();
    expect(await refusal(client.listEventTypes({ user }))).toMatchObject({
      code: 'insufficient_scope', status: 403, requiredScopes: ['event_types:read'], reach: 'refused',
    });
    expect(await refusal(connect(sandbox).getEvent({ uuid: 'NOSUCHEVENT' }))).toMatchObject({ code: 'not_found', status: 404 });
  });

  test('a function that gives the token is asked once, and once more where it was refused', async ({ sandbox }) => {
    const asked = [];
    const good = await sandbox.token({ user: 'mira-albrecht' });
    const client = connect(sandbox, {
      token: ({ reason }) => {
        asked.push(reason);
        return reason === 'missing' ? 'a-token-that-has-ended' : good;
      },
    });
    const [me, again] = await Promise.all([client.getCurrentUser(), client.getCurrentUser()]);
    expect(me).toEqual(again);
    expect(asked).toEqual(['missing', 'refused']);
    await client.getCurrentUser();
    expect(asked).toHaveLength(2);

    const cause = new Error('the vault is closed');
    const broken = await refusal(connect(sandbox, { token: () => Promise.reject(cause) }).getCurrentUser());
    expect(broken).toMatchObject({ code: 'token', cause });
  });

  test('a token that is refused for good is not asked for again and again', async ({ sandbox }) => {
    let asked = 0;
    const client = connect(sandbox, { token: () => `no-token-${(asked += 1)}` });
    const error = await refusal(client.getCurrentUser());
    expect(error.reach).toBe('refused');
    expect(asked).toBe(2);
  });

  test('an aborted call ends at once and says that a write may have been executed', async ({ sandbox }) => {
    const client = connect(sandbox);
    const [type] = (await client.listEventTypes({ user: (await client.getCurrentUser()).uri })).collection;
    await sandbox.faults([{ route: 'POST /scheduling_links', delay_ms: 2000 }]);
    const controller = new AbortController();
    const call = client.createSchedulingLink({ owner: type.uri }, { signal: controller.signal });
    await expect.poll(async () => (await sandbox.requests('POST /scheduling_links')).length).toBe(1);
    controller.abort(new Error('enough'));
    const error = await refusal(call);
    expect(error).toMatchObject({ code: 'aborted', reach: 'unknown' });
    expect(error.cause.message).toBe('enough');
    expect(await refusal(client.getCurrentUser({}, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'aborted', reach: 'not_sent' });
  });

  test('a write whose answer was lost is not sent again, a read is', async ({ sandbox }) => {
    const client = connect(sandbox);
    const [type] = (await client.listEventTypes({ user: (await client.getCurrentUser()).uri })).collection;
    await sandbox.faults([
      { route: 'POST /scheduling_links', status: 503, times: 1 },
      { route: 'GET /users/me', status: 503, times: 1 },
    ]);
    expect(await refusal(client.createSchedulingLink({ owner: type.uri }))).toMatchObject({
      code: 'server_error', status: 503, reach: 'unknown', transient: true,
    });
    expect(await sandbox.requests('POST /scheduling_links')).toHaveLength(1);
    expect((await client.getCurrentUser()).name).toBe(MIRA_NAME);
  });

  test('a write whose success cannot be read may have been executed', async ({ sandbox }) => {
    const client = connect(sandbox);
    const [type] = (await client.listEventTypes({ user: (await client.getCurrentUser()).uri })).collection;
    await sandbox.faults([{ route: 'POST /scheduling_links', status: 201, body: '<html>' }]);
    expect(await refusal(client.createSchedulingLink({ owner: type.uri }))).toMatchObject({ code: 'unexpected_answer', reach: 'unknown' });
  });

  test('options that cannot be right are refused with the reason', async ({ sandbox }) => {
    expect(() => createClient({ clientID: 'x' })).toThrow('createClient has no option “clientID”');
    expect(() => createClient({ token: 7 })).toThrow(TypeError);
    expect(await refusal(connect(sandbox, { clientSecret: 's3cret' }).getCurrentUser())).toMatchObject({ code: 'configuration' });
    expect(await refusal(connect(sandbox, { apiUrl: 'http://api.example' }).ready)).toMatchObject({ code: 'configuration' });
    expect(await refusal(createClient({ clientId: 'x', apiUrl: sandbox.url, redirectUri: 'https://a.example/' }).signIn())).toMatchObject({
      code: 'not_a_page',
    });
    expect(await refusal(connect(sandbox).call('ListNothing'))).toMatchObject({ code: 'unknown_operation' });
  });
});

test.describe('in a page', () => {
  /** Puts a client into the page, with a button that signs in. */
  const prepare = async (page, site, sandbox, options = {}) => {
    await page.evaluate(
      async ({ options }) => {
        const { createClient } = await import('/slotlink/client/index.js');
        window.client = createClient(options);
        await window.client.ready;
        const button = document.createElement('button');
        button.textContent = 'Sign in here';
        button.addEventListener('click', () => {
          window.signedIn = window.client.signIn().then(
            () => 'signed in',
            ({ code }) => code,
          );
        });
        document.querySelector('main, body').append(button);
      },
      {
        options: {
          clientId: 'slotlink-e2e',
          redirectUri: `${site.url}/slotlink/callback.html`,
          apiUrl: sandbox.url,
          authorizeUrl: `${sandbox.url}/oauth/authorize`,
          tokenUrl: `${sandbox.url}/oauth/token`,
          revokeUrl: `${sandbox.url}/oauth/revoke`,
          scopes: ['users:read', 'event_types:read', 'scheduling_links:write'],
          ...options,
        },
      },
    );
  };

  test('it signs in by a popup, calls, and signs out', async ({ page, open, site, sandbox }) => {
    await open(page, { host: 'strict', now: NOW });
    await prepare(page, site, sandbox);
    await signInByPopup(page, { button: 'Sign in here' });
    expect(await page.evaluate(() => window.signedIn)).toBe('signed in');
    const seen = await page.evaluate(async () => {
      const me = await window.client.getCurrentUser();
      const types = await window.client.listEventTypes({ user: me.uri }).toArray();
      const link = await window.client.createSchedulingLink({ owner: types[0].uri });
      return { name: me.name, types: types.length, link, status: window.client.status };
    });
    expect(seen.name).toBe(MIRA_NAME);
    expect(seen.types).toBeGreaterThan(60);
    expect(seen.link.booking_url).toContain('/d/');
    expect(seen.status).toMatchObject({ signedIn: true, scopes: ['users:read', 'event_types:read', 'scheduling_links:write'] });
    expect(await page.evaluate(() => window.client.signOut())).toBe(true);
    expect(await sandbox.facts('tokens_revoked')).not.toHaveLength(0);
    expect(await page.evaluate(() => window.client.getCurrentUser().catch(({ code }) => code))).toBe('signed_out');
  });

  test('what is beside the operations comes in a module of its own, with the tokens of the sign-in', async ({ page, open, site, sandbox }) => {
    const fetched = () => site.requests.filter(({ url }) => url.includes('slotlink_tools')).length;
    await open(page, { host: 'strict', now: NOW });
    await prepare(page, site, sandbox);
    await signInByPopup(page, { button: 'Sign in here' });
    expect(await page.evaluate(() => window.signedIn)).toBe('signed in');
    expect(fetched()).toBe(0);
    const seen = await page.evaluate(async () => {
      const user = window.client.status.owner;
      const { choices } = await window.client.dataSources.eventTypes({ user }, { search: '30 minute' });
      const { status, data } = await window.client.rawRequest({ method: 'GET', path: '/users/me' });
      return { labels: choices.map(({ label }) => label), status, name: data.resource.name };
    });
    expect(seen).toMatchObject({ status: 200, name: MIRA_NAME });
    expect(seen.labels).not.toHaveLength(0);
    for (const label of seen.labels) expect(label).toMatch(/30 minute/i);
    expect(fetched()).toBeGreaterThan(0);
    await page.evaluate(() => window.client.signOut());
    const refused = page.evaluate(() => window.client.rawRequest({ method: 'GET', path: '/users/me' }).catch(({ code }) => code));
    expect(await refused).toBe('signed_out');
  });

  test('what is beside the operations sends nothing more once another tab has signed out', async ({ page, context, open, site, sandbox }) => {
    const other = await context.newPage();
    for (const tab of [page, other]) {
      await open(tab, { host: 'strict', now: NOW });
      await prepare(tab, site, sandbox);
      await signInByPopup(tab, { button: 'Sign in here' });
      expect(await tab.evaluate(() => window.signedIn)).toBe('signed in');
    }
    const ask = () => page.evaluate(() => window.client.rawRequest({ method: 'GET', path: '/users/me' }).then(({ status }) => status, ({ code }) => code));
    expect(await ask()).toBe(200);
    const sent = (await sandbox.requests('GET /users/me')).length;
    await other.evaluate(() => window.client.signOut());
    await expect.poll(() => page.evaluate(() => window.client.status.signedIn)).toBe(false);
    expect(await ask()).toBe('signed_out');
    expect(await sandbox.requests('GET /users/me')).toHaveLength(sent);
  });

  test('a token that ended is renewed for what is beside the operations, too', async ({ page, open, site, sandbox, watch }) => {
    watch.allow({ console: /status of 401/ });
    await sandbox.options({ access_token_ttl: 600 });
    await open(page, { now: NOW });
    await prepare(page, site, sandbox);
    await signInByPopup(page, { button: 'Sign in here' });
    expect(await page.evaluate(() => window.signedIn)).toBe('signed in');
    const name = () => page.evaluate(async () => (await window.client.rawRequest({ method: 'GET', path: '/users/me' })).data.resource.name);
    expect(await name()).toBe(MIRA_NAME);
    await sandbox.advance(700_000);
    expect(await name()).toBe(MIRA_NAME);
    expect(await sandbox.facts('token_refreshed')).toHaveLength(1);
  });

  test('a sign-in that is given up or denied breaks its promise with the reason', async ({ page, open, site, sandbox }) => {
    await open(page, { now: NOW });
    await prepare(page, site, sandbox);
    const button = page.getByRole('button', { name: 'Sign in here' });
    const [popup] = await Promise.all([page.waitForEvent('popup'), button.click()]);
    await page.evaluate(() => window.client.cancelSignIn());
    expect(await page.evaluate(() => window.signedIn)).toBe('signed_out');
    if (!popup.isClosed()) await popup.waitForEvent('close');
    const [second] = await Promise.all([page.waitForEvent('popup'), button.click()]);
    await second.getByRole('button', { name: 'Deny' }).click();
    expect(await page.evaluate(() => window.signedIn)).toBe('access_denied');
  });

  test('without an answer the error says so, and that a write may have been executed', async ({ page, open, site, sandbox, context, watch }) => {
    watch.allow({ console: NETWORK_COMPLAINT });
    await open(page, { now: NOW });
    await prepare(page, site, sandbox, { token: pat() });
    await context.setOffline(true);
    expect(await page.evaluate(() => window.client.createSchedulingLink({ owner: 'E1' }).catch(({ code, reach }) => [code, reach]))).toEqual([
      'network', 'unknown',
    ]);
    await context.setOffline(false);
    expect(await page.evaluate(async () => (await window.client.getCurrentUser()).name)).toBe(MIRA_NAME);
  });
});
