// What is told has to be true and to help: no words in Calendly's mouth, no empty words, no complaint left out.
import { expect, test } from './harness.mjs';
import { NETWORK_COMPLAINT, NOW, createButton, eventType, eventTypes, goOffline, notices, showTimes, signIn } from './harness/drive.mjs';
import { MARKUP } from './harness/markup.mjs';
import { allow, expectAccount, notice, openPopup } from './harness/sign_in.mjs';

test.beforeEach(({ watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
});

for (const [what, fault] of [
  ['the sign-in page of a hotel', { status: 200, body: '<html><h1>Welcome</h1></html>', content_type: 'text/html' }],
  ['an empty answer', { status: 200, body: '' }],
  ['304', { status: 304, body: '' }],
  ['408', { status: 408, body: '' }],
  ['404 without a body', { status: 404, body: '' }],
]) {
  test(`${what} is not told as something that Calendly says`, async ({ page, open, sandbox }) => {
    await sandbox.options({ keep_alive: false });
    await sandbox.faults([{ route: 'GET /event_types', times: null, ...fault }]);
    await open(page, { now: NOW });
    await signIn(page);
    const retry = page.getByRole('button', { name: 'Retry' });
    await expect(retry).toBeVisible({ timeout: 20_000 });
    await expect(notices(page).first()).not.toContainText('Calendly says:');
    expect(((await notices(page).first().locator('p').textContent()) ?? '').length).toBeGreaterThan(20);
  });
}

test('H1: each of Calendly’s complaints about a parameter is told, as text', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await expectAccount(page, 'Mira Albrecht');
  await sandbox.faults([{
    route: 'POST /scheduling_links', status: 400,
    body: { title: 'Invalid Argument', message: 'The supplied parameters are invalid.', details: [{ parameter: 'owner', message: 'is <b>not</b> active' }] },
  }]);
  await createButton(page).click();
  await expect(notices(page)).toContainText('is <b>not</b> active');
});

test('N4: a link that was asked for offline says what to do', async ({ page, open, sandbox, context, watch }) => {
  const REMOTE = 'https://calendly.test';
  watch.allow({ host: REMOTE });
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await page.route(`${REMOTE}/**`, async (route) => {
    const url = route.request().url().replaceAll(REMOTE, sandbox.url).replaceAll(encodeURIComponent(REMOTE), encodeURIComponent(sandbox.url));
    const answer = await route.fetch({ url });
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll(sandbox.url, REMOTE) });
  });
  await open(page, {
    now: NOW,
    attributes: {
      'event-type': type.id, server: null, 'api-url': REMOTE, 'authorize-url': `${REMOTE}/oauth/authorize`, 'token-url': `${REMOTE}/oauth/token`, 'revoke-url': `${REMOTE}/oauth/revoke`,
    },
  });
  await signIn(page);
  await expectAccount(page, 'Mira Albrecht');
  await goOffline(page);
  await createButton(page).click();
  await expect(notices(page).filter({ hasText: 'You are offline, so nothing was sent. Create the link again when you are back online.' })).toBeVisible();
  await context.setOffline(false);
});

test('a token endpoint that refuses in words of its own is not told as one that could not be reached', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'POST /oauth/token', status: 403, body: { title: 'Permission Denied', message: 'Please upgrade.' } }]);
  await open(page);
  await allow(await openPopup(page));
  await expect(notice(page)).toBeVisible();
  await expect(notice(page)).not.toContainText('could not be reached');
});

test('B5: an event type of another host is not offered', async ({ page, open, sandbox }) => {
  const [one] = await eventTypes(sandbox);
  const foreign = { ...one, active: true, name: 'Foreign', slug: 'foreign', uri: 'https://evil.test/event_types/AAAAAAAAAAAAAAAA' };
  const body = JSON.stringify({
    collection: [{ ...one, active: true, name: 'Own' }, { ...one, active: true, name: 'Other', uri: `${one.uri.slice(0, -1)}Z` }, foreign],
    pagination: { count: 3, next_page: null, next_page_token: null, previous_page: null, previous_page_token: null },
  });
  await page.route('**/event_types?*', (route) => route.fulfill({ body, contentType: 'application/json', headers: { 'access-control-allow-origin': '*' } }));
  await open(page, { now: NOW });
  await signIn(page);
  await expect(page.getByRole('option').first()).toBeVisible();
  await expect(page.getByRole('option', { name: /Foreign/ })).toHaveCount(0);
  await expect(page.getByRole('option', { name: /Own/ })).toBeVisible();
});

test('B9: markup of every kind in names, places, questions and owners is shown as text, and nothing of it runs', async ({ page, open }) => {
  await page.route('**/event_types?*', async (route) => {
    const response = await route.fetch();
    const { collection: [model], pagination } = await response.json();
    const collection = MARKUP.map((text, index) => ({
      ...model,
      uri: `${model.uri.slice(0, -4)}${String(index).padStart(4, '0')}`,
      name: text,
      slug: text,
      color: text,
      description_html: text,
      description_plain: text,
      internal_note: text,
      profile: { ...model.profile, name: text },
      locations: [{ kind: 'custom', location: text }],
      custom_questions: [{ name: text, type: 'string', position: 0, enabled: true, required: false, answer_choices: [text], include_other: false }],
    }));
    await route.fulfill({ response, json: { collection, pagination: { ...pagination, next_page: null, next_page_token: null } } });
  });
  await open(page, { now: NOW, csp: false });
  await signIn(page);
  const options = page.getByRole('option');
  await expect(options).toHaveCount(MARKUP.length);
  const shown = await page.locator('.option-name').allTextContents();
  // What is no character is left out, and white space within a line is one space.
  const plain = (text) => text.replace(/\0/g, '').replace(/\s+/g, ' ').trim();
  expect(shown.map(plain).sort()).toEqual(MARKUP.map(plain).sort());
  await options.first().click();
  await expect(page.locator('#open-types')).toBeVisible();
  const made = await page.locator('slotlink-widget').evaluate((host) => {
    const all = [...host.shadowRoot.querySelectorAll('*')];
    const odd = 'script,iframe,object,embed,base,meta,link,img,image,video,audio,math,template,noscript,style';
    const handlers = all.filter((node) => [...node.attributes].some(({ name }) => name.startsWith('on')));
    return { odd: host.shadowRoot.querySelectorAll(odd).length, handlers: handlers.length, broken: globalThis.broken };
  });
  expect(made).toEqual({ odd: 0, handlers: 0, broken: undefined });
});
