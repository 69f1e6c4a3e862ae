// The strict policy, what the elements ask for, and what a person reads where the module cannot run.
import { expect, strictPolicy, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, clipboard, copyButton, createButton, element, endProgram, eventTypes, linksButton, listen, notices, pick, preview, rows, settled,
  showTimes, signIn, signInByPopup, slots, heard,
} from './harness/drive.mjs';

/** From the list of event types to a link that was made. */
async function restOfTheJob(page, sandbox) {
  await page.getByRole('combobox', { name: 'Search event types' }).fill('30 minute');
  await page.keyboard.press('Enter');
  await settled(page);
  await page.getByRole('button', { name: 'Next month' }).click();
  await settled(page);
  await pick(page, 2);
  await page.locator('#open-zone').click();
  await page.locator('#search').fill('tokyo');
  await page.keyboard.press('Enter');
  await settled(page);
  const shown = await preview(page).textContent();
  await copyButton(page).click();
  await expect(notices(page)).toHaveText('2 times copied.');
  expect((await clipboard(page)).text).toBe(shown);
  await createButton(page).click();
  await expect(rows(page)).toContainText('Open');
  expect(await sandbox.facts('link_created')).toHaveLength(1);
}

test.describe('under the strict policy, trusted types included', () => {
  test.beforeEach(async ({ context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  });

  test('the widget does the whole main job without a violation', async ({ page, open, sandbox }) => {
    await open(page, { host: 'strict', now: NOW, attributes: { locale: 'en-GB' } });
    await signInByPopup(page);
    await restOfTheJob(page, sandbox);
    await page.locator('#open-account').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(notices(page)).toContainText('Signed out');
  });

  test('the standalone page does the whole main job without a violation', async ({ page, open, sandbox, site }) => {
    await sandbox.clients({ client_id: 'slotlink-dev', redirect_uris: [`${site.url}/callback.html`] });
    await open(page, { host: 'dashboard', csp: strictPolicy(...sandbox.origins), now: NOW, attributes: { locale: 'en-GB' } });
    await page.getByRole('button', { name: 'Sign in with Calendly' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL((url) => url.origin === site.url && url.pathname === '/');
    await restOfTheJob(page, sandbox);
    await page.reload();
    await settled(page);
    await linksButton(page).click();
    await expect(rows(page)).toHaveCount(1);
  });

  test('a module that the page asks for ahead is not asked for again', async ({ page, open, site }) => {
    const ahead = '<link rel="preload" href="/slotlink/slotlink_bg.wasm" as="fetch" type="application/wasm" crossorigin>';
    const script = '<script type="module" src="/slotlink/index.js"></script>';
    site.pages.set('/ahead.html', `<!doctype html><html lang="en"><title>Ahead</title>${ahead}${script}<main><h1>Ahead</h1><slotlink-widget></slotlink-widget></main>`);
    await open(page, { host: '/ahead.html', csp: true, now: NOW });
    await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
    expect(site.requests.filter(({ url }) => url.endsWith('_bg.wasm'))).toHaveLength(1);
  });

  test('errors, gaps and panels need no exception either', async ({ page, open, sandbox, watch }) => {
    watch.allow({ console: NETWORK_COMPLAINT });
    await sandbox.faults([{ route: 'GET /event_type_available_times', times: null, status: 404, body: {} }]);
    await showTimes({ page, open, sandbox }, { host: 'strict', attributes: { timezone: 'Mars/Olympus' } });
    await expect(page.getByRole('alert').first()).toBeVisible();
    await expect(notices(page).first()).toBeVisible();
  });

  test('colours of event types and their marks are still painted', async ({ page, open }) => {
    await open(page, { host: 'strict', now: NOW });
    await signIn(page);
    const swatches = page.locator('.option .swatch');
    await expect(swatches.first()).toBeVisible();
    const colours = await swatches.evaluateAll((list) => list.map((mark) => getComputedStyle(mark).backgroundColor));
    expect(new Set(colours).size).toBeGreaterThan(4);
  });
});

test('nothing but the page’s own files and the configured host is asked for, and no picture', async ({ page, open, sandbox, watch }) => {
  await showTimes({ page, open, sandbox });
  await page.locator('#open-account').click();
  const kinds = new Set(watch.requests.map((request) => request.resourceType()));
  expect(kinds).not.toContain('image');
  expect(kinds).not.toContain('media');
  expect(kinds).not.toContain('font');
  const stray = watch.requests.map((request) => new URL(request.url())).filter((url) => /avatar|gravatar/.test(url.href));
  expect(stray).toEqual([]);
});

/** What runs where a page follows it. */
const SCRIPT = "javascript:void(document.title='followed')";

/** A copy in which every address is a script but those of `kept`. */
const scripted = (value, kept = [], name = '') => {
  if (Array.isArray(value)) return value.map((part) => scripted(part, kept, name));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, scripted(part, kept, key)]));
  return !kept.includes(name) && (/_url$/.test(name) || /^https?:/.test(value)) ? SCRIPT : value;
};

/** The attributes in the page, shadow roots included, that have a script for an address. */
const scripts = (page) =>
  page.evaluate(() => {
    const all = (root) => [...root.querySelectorAll('*')].flatMap((node) => [node, ...(node.shadowRoot ? all(node.shadowRoot) : [])]);
    return all(document).flatMap((node) => [...node.attributes].filter(({ value }) => /^\s*javascript:/i.test(value)).map(({ name }) => `${node.localName} ${name}`));
  });

test('B10: scripts as addresses of the profile and of event types become no link, no picture and no way to go', async ({ page, context, open, sandbox, watch }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const [one, two, three] = (await eventTypes(sandbox)).filter((type) => type.active && type.name);
  // One keeps what it is called by; one has nothing but scripts, and cannot be asked about; one is as it was.
  const collection = [scripted(one, ['uri', 'owner']), scripted(two), three];
  await sandbox.faults([
    { route: 'GET /users/me', times: null, merge: { resource: { avatar_url: SCRIPT, scheduling_url: SCRIPT, current_organization: SCRIPT } } },
    { route: 'GET /event_types', times: null, status: 200, body: { collection, pagination: { count: 3, next_page: SCRIPT, next_page_token: null } } },
  ]);
  expect(JSON.stringify(collection).split(SCRIPT)).toHaveLength(1 + 4);
  await open(page, { now: NOW, attributes: { locale: 'en-GB' } });
  const there = [page.url(), await page.title()];
  await signIn(page);
  await expect(page.locator('#open-account')).toHaveAccessibleName('Account: Mira Albrecht');
  await expect(page.locator('.option-name')).toHaveText([one.name, three.name]);
  await page.getByRole('option').filter({ hasText: one.name }).first().click();
  await settled(page);
  await pick(page, 1);
  await copyButton(page).click();
  await expect(notices(page)).toHaveText('1 time copied.');
  expect(JSON.stringify(await clipboard(page))).not.toContain('javascript:');
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
  for (const name of ['Answers to your questions', 'QR code']) await page.locator('summary').filter({ hasText: name }).click();
  await page.locator('#open-account').click();
  await expect(page.getByRole('dialog', { name: 'Account' })).toBeVisible();
  expect(await scripts(page)).toEqual([]);
  expect(await page.locator('slotlink-widget').getByRole('link').evaluateAll((links) => links.map((link) => link.protocol))).toEqual(['http:']);
  expect([page.url(), await page.title()]).toEqual(there);
  expect(context.pages()).toHaveLength(1);
  expect(watch.requests.filter((request) => request.resourceType() === 'image')).toEqual([]);
  // The same look does find one.
  await element(page).evaluate((host, address) => {
    const link = Object.assign(document.createElement('a'), { href: address, textContent: 'planted' });
    host.shadowRoot.append(link);
  }, SCRIPT);
  expect(await scripts(page)).toEqual(['a href']);
  await element(page).evaluate((host) => host.shadowRoot.lastChild.remove());
});

test('no token and no code is ever part of an address', async ({ page, open, watch }) => {
  await open(page, { now: NOW });
  await signInByPopup(page);
  await expect(page.getByRole('option').first()).toBeVisible();
  const addresses = watch.requests.map((request) => request.url());
  for (const url of addresses) {
    expect(url).not.toMatch(/access_token|refresh_token|code_verifier|client_secret/);
    if (!url.includes('callback.html')) expect(new URL(url).searchParams.get('code')).toBeNull();
  }
});

test('the history of the page is not touched by the whole job', async ({ page, open, sandbox }) => {
  await open(page, { now: NOW });
  const before = await page.evaluate(() => [history.length, location.href]);
  await signInByPopup(page);
  await page.getByRole('combobox').fill('30 minute');
  await page.keyboard.press('Enter');
  await settled(page);
  await page.getByRole('button', { name: 'Next month' }).click();
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
  expect(await page.evaluate(() => [history.length, location.href])).toEqual(before);
  expect(await sandbox.facts('link_created')).toHaveLength(1);
});

/** The panel that stands where the element would be. */
const panel = (page) => page.getByRole('alert').filter({ has: page.getByRole('button', { name: 'Reload' }) });

test('a missing module leaves a readable panel with Reload, and reloading mends it', async ({ page, open, watch }) => {
  watch.allow({ console: /cannot start|Failed to load resource|wasm/i });
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404, contentType: 'text/plain', body: 'not here' }));
  await open(page, { now: NOW });
  await expect(panel(page)).toContainText('Slotlink cannot start');
  await expect(panel(page)).toContainText('.wasm');
  await page.unroute('**/*.wasm');
  await panel(page).getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
});

for (const [what, breaks, words] of [
  ['that finds no memory', () => {
    WebAssembly.instantiateStreaming = () => Promise.reject(new RangeError('WebAssembly.Memory(): could not allocate memory'));
    WebAssembly.instantiate = WebAssembly.instantiateStreaming;
  }, 'could not allocate memory'],
  ['whose bytes are not what the page vouches for', () => {
    const { fetch } = globalThis;
    const vouched = 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
    globalThis.fetch = (given, options) => fetch(given, String(given?.url ?? given).endsWith('.wasm') ? { ...options, integrity: vouched } : options);
  }, 'Slotlink cannot start'],
]) {
  test(`a module ${what} leaves the panel with Reload`, async ({ page, open, watch }) => {
    watch.allow({ console: /cannot start|integrity|wasm/i });
    await page.addInitScript(breaks);
    await open(page, { now: NOW });
    await expect(panel(page)).toContainText('Slotlink cannot start');
    await expect(panel(page)).toContainText(words);
    await expect(panel(page).getByRole('button', { name: 'Reload' })).toBeVisible();
  });
}

test('a page of the server in the place of the module is told as such', async ({ page, open, watch }) => {
  watch.allow({ console: /cannot start|wasm/i });
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html><p>Not found' }));
  await open(page, { now: NOW });
  await expect(panel(page)).toContainText('Slotlink cannot start');
  await expect(panel(page).getByRole('button', { name: 'Reload' })).toBeVisible();
});

test('the module under a wrong type runs, or says which type is right', async ({ page, open, watch }) => {
  watch.allow({ console: /cannot start|wasm/i });
  await page.route('**/*.wasm', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'application/octet-stream' } });
  });
  await open(page, { now: NOW });
  const runs = page.getByRole('button', { name: 'Sign in with Calendly' });
  await expect(runs.or(panel(page))).toBeVisible();
  if (!(await runs.isVisible())) await expect(panel(page)).toContainText('application/wasm');
});

test('a policy without wasm-unsafe-eval is answered with the line to add', async ({ page, open, site, watch }) => {
  watch.allow({ console: /cannot start|Content Security Policy|wasm/i });
  await page.route('**/plain.html', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "script-src 'self'" } });
  });
  await open(page, { now: NOW });
  await expect(panel(page)).toContainText("Add 'wasm-unsafe-eval' to its script-src.");
  await expect(panel(page).getByRole('button', { name: 'Reload' })).toBeVisible();
  expect(site.violations).toEqual([]);
});

test('the standalone page has the panel as well', async ({ page, open, watch }) => {
  watch.allow({ console: /cannot start|Failed to load resource|wasm/i });
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404, contentType: 'text/plain', body: '' }));
  await open(page, { host: 'dashboard', now: NOW });
  await expect(panel(page)).toContainText('Slotlink cannot start');
});

test('a program that dies while it runs leaves the panel in every element, and nothing made is lost', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /unreachable|RuntimeError|panicked|borrow|Error/ });
  await open(page, { host: 'two', now: NOW, attributes: { locale: 'en-GB' } });
  await listen(page);
  await signIn(page);
  const widget = element(page);
  await widget.getByRole('combobox').fill('30 minute');
  await page.keyboard.press('Enter');
  await expect(slots(widget).first()).toBeVisible();
  await widget.locator('#create-link').click();
  await expect(rows(widget)).toHaveCount(1);
  await endProgram(widget);
  await expect(panel(page)).toHaveCount(2);
  await expect(panel(page).first()).toContainText('Slotlink stopped');
  await expect(panel(page).first()).toContainText('Nothing that was created is lost');
  const errors = await heard(page, 'error');
  expect(errors.filter((event) => event.detail?.code === 'cannot_run')).toHaveLength(2);
  await panel(page).first().getByRole('button', { name: 'Reload' }).click();
  await signIn(page);
  await element(page).locator('#open-links').click();
  await expect(rows(element(page))).toContainText('Open');
  expect(await sandbox.facts('link_created')).toHaveLength(1);
});

test('a trap of somebody else’s module on the page is not ours', async ({ page, open, watch }) => {
  watch.allow({ console: /unreachable|RuntimeError/ });
  await open(page, { now: NOW });
  await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
  // (module (func (export "f") unreachable))
  const trapped = page.waitForEvent('pageerror');
  await page.evaluate(() => {
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));
    queueMicrotask(() => exports.f());
  });
  await trapped;
  await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
  await expect(panel(page)).toHaveCount(0);
});
