// The elements as parts of somebody's page: properties, events, methods, moving about, several at once, and the look.
import { expect, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, book, createButton, element, eventType, eventTypes, freeTimes, heard, linksButton, listen, notices, pat, pick,
  rows, settled, showTimes, signIn, signInByPopup, slots,
} from './harness/drive.mjs';

const BERLIN = { timezone: 'Europe/Berlin' };
const signInButton = (page) => page.getByRole('button', { name: 'Sign in with Calendly' });
const OPTIONS = [
  ['server', 'sandbox'], ['clientId', 'other'], ['redirectUri', 'https://example.com/cb'], ['scopes', 'users:read'],
  ['authorizeUrl', 'https://a.example/'], ['tokenUrl', 'https://a.example/'], ['revokeUrl', 'https://a.example/'], ['apiUrl', 'https://a.example/'],
  ['eventType', 'AAAAAAAAAAAAAAAA'], ['timezone', 'Asia/Tokyo'], ['inviteeTimezone', 'Asia/Tokyo'], ['hourCycle', '12'], ['firstDay', '7'],
  ['locale', 'de'], ['signIn', 'popup'], ['headingLevel', '3'], ['theme', 'dark'],
];

/** How far the page scrolls to the side; 0 when it does not. */
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('each option is an attribute and a property that mirror each other', async ({ page, open }) => {
  await open(page, { now: NOW });
  await expect(signInButton(page)).toBeVisible();
  const wrong = await page.evaluate((options) => {
    // Beside the page: what is set here never runs.
    const host = document.createElement('slotlink-widget');
    const found = [];
    for (const [property, value] of options) {
      const attribute = property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      host[property] = value;
      if (host.getAttribute(attribute) !== value) found.push(`${property} → ${attribute}`);
      host.setAttribute(attribute, `${value}2`);
      if (host[property] !== `${value}2`) found.push(`${attribute} → ${property}`);
      host[property] = null;
      if (host.hasAttribute(attribute)) found.push(`${property} = null`);
    }
    return found;
  }, OPTIONS.filter(([property]) => property !== 'signIn'));
  expect(wrong).toEqual([]);
});

test('signIn is the method, whatever the attribute sign-in says', async ({ page, open }) => {
  await open(page, { now: NOW, attributes: { 'sign-in': 'popup' } });
  expect(await element(page).evaluate((host) => typeof host.signIn)).toBe('function');
  await expect(element(page)).toHaveAttribute('sign-in', 'popup');
});

test('no token can be read back from the element', async ({ page, open }) => {
  await open(page, { now: NOW });
  await signIn(page);
  await expect(page.getByRole('option').first()).toBeVisible();
  const traces = await element(page).evaluate((host) => [host.token, host.outerHTML, JSON.stringify(host), host.shadowRoot.innerHTML].join('\n'));
  expect(traces).not.toContain(pat());
});

test('a client secret is refused with the reason, and nothing is asked', async ({ page, open, sandbox }) => {
  await open(page, { now: NOW, attributes: { 'client-secret': 'hunter2' } });
  await expect(page.getByRole('alert')).toContainText('A client secret must never be in a web page');
  await expect(page.getByRole('alert')).not.toContainText('hunter2');
  expect((await sandbox.ledger()).requests).toEqual([]);
});

test('a missing client id says where to get one', async ({ page, open }) => {
  await open(page, { now: NOW, attributes: { 'client-id': null } });
  await expect(page.getByRole('alert')).toContainText('Set client-id to the Client ID of your Calendly app');
  await element(page).evaluate((host) => {
    host.clientId = 'slotlink-e2e';
  });
  await expect(signInButton(page)).toBeVisible();
});

test('attributes change what is shown without mounting anew', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await pick(page, 1);
  const same = await element(page).evaluate(async (host) => {
    const before = [...host.shadowRoot.querySelectorAll('.root, .card, .times, .tray, [role=grid]')];
    host.setAttribute('timezone', 'Asia/Tokyo');
    host.locale = 'de';
    host.hourCycle = '12';
    host.firstDay = '7';
    host.headingLevel = '4';
    host.setAttribute('class', 'mine');
    await new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
    const after = [...host.shadowRoot.querySelectorAll('.root, .card, .times, .tray, [role=grid]')];
    return before.length === after.length && before.every((node, index) => node === after[index]);
  });
  expect(same).toBe(true);
  await expect(page.locator('#open-zone')).toContainText('Tokyo');
  await expect(page.locator('#month')).toHaveText('Dezember 2026');
  await expect(page.locator('#month')).toHaveAttribute('aria-level', '4');
  await expect(page.getByText('1 time selected').first()).toBeVisible();
});

test('ten thousand changes of attributes are one change', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await element(page).evaluate((host) => {
    for (let count = 0; count < 10_000; count += 1) {
      host.setAttribute('heading-level', String(1 + (count % 6)));
      host.setAttribute('first-day', String(1 + (count % 7)));
    }
    host.setAttribute('heading-level', '3');
    host.setAttribute('first-day', '1');
  });
  await expect(page.getByRole('columnheader').first()).toHaveAccessibleName('Monday');
  await expect(slots(page).first()).toBeVisible();
});

test('another event-type attribute shows the times of that one', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await pick(page, 1);
  const other = await eventType(sandbox, 'photo-session');
  await element(page).evaluate((host, id) => {
    host.eventType = id;
  }, other.id);
  await expect(page.getByText('Photo session', { exact: true })).toBeVisible();
  await settled(page);
  await expect(page.getByText('No times selected')).toBeVisible();
  await element(page).evaluate((host) => {
    host.eventType = null;
  });
  await expect(page.getByRole('option').first()).toBeVisible();
});

test('an element that is moved within the page keeps everything', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await pick(page, 2);
  await page.getByLabel('Note for your list').fill('for Ada');
  const same = await element(page).evaluate(async (host) => {
    const card = host.shadowRoot.querySelector('.card');
    const section = document.createElement('section');
    document.body.append(section);
    section.append(host);
    await new Promise((done) => { setTimeout(done); });
    return card === host.shadowRoot.querySelector('.card') && card.isConnected;
  });
  expect(same).toBe(true);
  await expect(page.getByText('2 times selected').first()).toBeVisible();
  await expect(page.getByLabel('Note for your list')).toHaveValue('for Ada');
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
});

test('an element that was taken away and comes back begins anew with its token, and has its links', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await page.getByLabel('Note for your list').fill('for Ada');
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
  await element(page).evaluate(async (host) => {
    const { parentNode } = host;
    host.remove();
    await new Promise((done) => { setTimeout(done); });
    if (host.shadowRoot.childElementCount !== 0) throw new Error('the views are still there');
    parentNode.append(host);
  });
  await settled(page);
  await expect(slots(page).first()).toBeVisible();
  await linksButton(page).click();
  await expect(rows(page)).toHaveText([/^Open.*for Ada/]);
  expect(await sandbox.requests('POST /scheduling_links')).toHaveLength(1);
});

test('an element that is taken away in the middle of its requests goes silently', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await sandbox.faults([{ route: 'GET /*', times: null, delay_ms: 400 }]);
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await signIn(page);
  await expect.poll(() => sandbox.requests('GET /event_type_available_times')).not.toEqual([]);
  await element(page).evaluate((host) => host.remove());
  await page.clock.fastForward(120_000);
  await sandbox.faults([]);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
});

test('fifty elements come and go without a complaint, and the next one works', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await expect(signInButton(page)).toBeVisible();
  await page.evaluate(async (token) => {
    const first = document.querySelector('slotlink-widget');
    const rest = () => new Promise((done) => { setTimeout(done, 4); });
    for (let count = 0; count < 50; count += 1) {
      const next = document.createElement('slotlink-widget');
      for (const { name, value } of first.attributes) next.setAttribute(name, value);
      if (count % 2) next.token = token;
      document.querySelector('main').append(next);
      if (count % 3) await rest();
      next.remove();
      if (count % 5 === 0) await rest();
    }
    await rest();
  }, pat());
  await page.clock.fastForward(60_000);
  await signIn(page);
  await settled(page);
  await expect(page.locator('slotlink-widget')).toHaveCount(1);
});

test('what was set before the script arrived is taken over', async ({ page, open, sandbox, site }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  site.pages.set('/late.html', '<!doctype html><html lang="en"><title>Late</title><main><h1>Late</h1></main>');
  await open(page, { host: '/late.html', now: NOW });
  await page.evaluate(async ({ token, id, attributes }) => {
    const host = document.createElement('slotlink-widget');
    host.token = token;
    host.eventType = id;
    host.timezone = 'Asia/Tokyo';
    for (const [name, value] of Object.entries(attributes)) host.setAttribute(name, value);
    document.querySelector('main').append(host);
    await import('/slotlink/index.js');
  }, { token: pat(), id: type.id, attributes: site.attributes });
  await settled(page);
  await expect(page.locator('#open-zone')).toContainText('Tokyo');
  await expect(element(page)).toHaveAttribute('event-type', type.id);
});

test('a token may be a function, or one that promises; a bad one is said', async ({ page, open }) => {
  await open(page, { now: NOW });
  const give = (body) => element(page).evaluate((host, source) => {
    // eslint-disable-next-line no-new-func -- the page is the test's own
    host.token = new Function(`return ${source}`)();
  }, body);
  await give(`() => Promise.resolve('${pat()}')`);
  await expect(page.getByRole('option').first()).toBeVisible();
  await give(`() => Promise.reject(new Error('no'))`);
  await expect(notices(page)).toContainText('The page gave no access token.');
  await give(`() => '“${pat()}”'`);
  await expect(notices(page)).toContainText('characters that cannot be sent');
  await give(`'${pat('dana-whitfield')}'`);
  await expect(page.getByRole('option')).toHaveCount(4);
});

test('an inherited option of a polluted page is no option', async ({ page, open }) => {
  await page.addInitScript(() => {
    Object.prototype['client-secret'] = 'evil';
    Object.prototype.clientId = 'evil';
    Array.prototype.toJSON = () => 'evil';
  });
  await open(page, { now: NOW });
  await expect(signInButton(page)).toBeVisible();
  await expect(element(page)).toHaveAttribute('client-id', 'slotlink-e2e');
  await page.evaluate(() => {
    delete Object.prototype['client-secret'];
    delete Object.prototype.clientId;
    delete Array.prototype.toJSON;
  });
});

test('events bubble, leave every shadow root and carry plain details', async ({ page, open, sandbox, site }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  site.pages.set('/nested.html', '<!doctype html><html lang="en"><title>Nested</title><script type="module" src="/slotlink/index.js"></script><main><h1>Nested</h1><div id="outer"></div></main>');
  await open(page, { host: '/nested.html', now: NOW });
  await listen(page);
  await page.evaluate(({ token, attributes }) => {
    const root = document.querySelector('#outer').attachShadow({ mode: 'open' });
    const host = document.createElement('slotlink-widget');
    for (const [name, value] of Object.entries(attributes)) host.setAttribute(name, value);
    host.token = token;
    root.append(host);
  }, { token: pat(), attributes: { ...site.attributes, locale: 'en-GB' } });
  await page.getByRole('combobox').fill('30 minute');
  await page.keyboard.press('Enter');
  await settled(page);
  const [at] = await pick(page, 1);
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
  await page.locator('slotlink-widget').evaluate((host) => host.signOut());
  await expect.poll(() => heard(page, 'signed-out')).toHaveLength(1);
  const events = await page.evaluate(() => globalThis.heard);
  for (const event of events) expect(event, event.type).toMatchObject({ bubbles: true, composed: true, target: 'div' });
  const detail = (name) => events.find((event) => event.type === name)?.detail;
  const [fact] = await sandbox.facts('link_created');
  expect(detail('signed-in')).toEqual({ account: expect.stringContaining('/users/') });
  expect(detail('ready')).toEqual({});
  expect(detail('event-type-change')).toEqual({ uri: type.uri, name: '30 Minute Meeting', duration: 30 });
  expect(detail('slot-select').times.map(Date.parse)).toEqual([at]);
  expect(detail('link-created')).toMatchObject({ booking_url: fact.booking_url, event_type: type.uri, note: '' });
  expect(detail('signed-out')).toEqual({ reason: 'person' });
  expect(events.map((event) => event.type).filter((name) => name === 'ready')).toHaveLength(1);
});

test('a listener may call straight back into the element', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { locale: 'en-GB' } });
  await element(page).evaluate((host, uri) => {
    host.addEventListener('ready', () => host.selectEventType(uri));
    host.addEventListener('event-type-change', () => { host.timezone = 'Asia/Tokyo'; });
    host.addEventListener('slot-select', (event) => { if (event.detail.times.length === 1) host.createLink(); });
  }, type.uri);
  await signIn(page);
  await expect(slots(page).first()).toBeVisible();
  await slots(page).first().click();
  await expect.poll(() => sandbox.facts('link_created')).toHaveLength(1);
  await expect(page.locator('#open-zone')).toContainText('Tokyo');
});

test('the methods do what the buttons do', async ({ page, open, sandbox, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  const free = await freeTimes(sandbox, type, '2026-12-08T06:00:00Z', '2026-12-12T18:00:00Z');
  const times = free.slice(0, 2).map((time) => time.start_time);
  await open(page, { now: NOW, attributes: { locale: 'en-GB', ...BERLIN } });
  await signIn(page);
  await expect(page.getByRole('option').first()).toBeVisible();
  await element(page).evaluate((host, uri) => host.selectEventType(uri), type.uri);
  await settled(page);
  await element(page).evaluate((host, list) => host.selectTimes(list), times);
  await expect(page.getByText('2 times selected').first()).toBeVisible();
  const text = await element(page).evaluate((host) => host.copyTimes());
  expect(text).toContain('These times work for 30 Minute Meeting:');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  const link = await element(page).evaluate((host) => host.createLink());
  expect((await sandbox.facts('link_created')).map((fact) => fact.booking_url)).toEqual([link]);
  await element(page).evaluate((host) => host.goToNextAvailable());
  await element(page).evaluate((host) => host.refresh());
  await element(page).evaluate((host) => host.signOut());
  await expect(signInButton(page)).toBeVisible();
});

test('a method with a wrong argument is refused with a TypeError, and one before the start waits', async ({ page, open }) => {
  await open(page, { now: NOW });
  const errors = await element(page).evaluate(async (host) => {
    const why = (promise) => Promise.resolve(promise).then(() => null, (error) => `${error.name}: ${error.message}`);
    return [await why(host.selectTimes('tomorrow')), await why(host.selectTimes(['32nd of May'])), await why(host.selectEventType(7))];
  });
  for (const error of errors) expect(error).toMatch(/^TypeError: slotlink: /);
});

test('two elements on a page have their own choice, zone and focus', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { host: 'two', now: NOW, attributes: { locale: 'en-GB', 'event-type': type.id } });
  const [one, two] = [page.locator('slotlink-widget').first(), page.locator('slotlink-widget').last()];
  for (const widget of [one, two]) {
    await widget.evaluate((host, token) => { host.token = token; }, pat());
    await expect(slots(widget).first()).toBeVisible();
  }
  await expect(one.locator('#open-zone')).toContainText('Berlin');
  await expect(two.locator('#open-zone')).toContainText('Tokyo');
  await slots(one).first().click();
  await expect(one.getByText('1 time selected').first()).toBeVisible();
  await expect(two.getByText('No times selected').first()).toBeVisible();
  await two.locator('#open-zone').click();
  await expect(two.locator('#search')).toBeFocused();
  await expect(one.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  // A link of one is in the list of the other after a reload: they are of one account.
  await one.locator('#create-link').click();
  await expect(rows(one)).toHaveCount(1);
  expect(await sandbox.facts('link_created')).toHaveLength(1);
});

test('the dashboard is an element like the widget', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { host: 'dashboard', now: NOW, attributes: { locale: 'en-GB', 'event-type': type.id } });
  await signIn(page);
  await settled(page);
  await pick(page, 1);
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
});

test('nothing moves while the page loads, from the first paint to the times', async ({ page, open, sandbox }) => {
  await page.addInitScript(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        globalThis.shifts.push({ value: entry.value, what: entry.sources.map(({ node, previousRect: from, currentRect: to }) => `${node?.className ?? node?.nodeName}: ${from.x},${from.y},${from.width}×${from.height} → ${to.x},${to.y},${to.width}×${to.height}`) });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.setViewportSize({ width: 1280, height: 900 });
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await expect(slots(page).first()).toBeVisible();
  await expect(page.locator('#open-account')).toHaveAccessibleName(/Mira/);
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  // To four places, as the measure is reported: less is the rounding of a letter's edge.
  const shifts = await page.evaluate(() => globalThis.shifts);
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  expect(sum.toFixed(4), JSON.stringify(shifts)).toBe('0.0000');
});

test('the card is as high while it loads as when it is full', async ({ page, open, sandbox }) => {
  let release;
  const held = new Promise((done) => { release = done; });
  await page.route('**/*.wasm', async (route) => { await held; await route.continue(); });
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { locale: 'en-GB', 'event-type': type.id } });
  const skeleton = page.getByRole('status', { name: 'Loading Slotlink' });
  await expect(skeleton).toBeVisible();
  const height = () => element(page).evaluate((host) => Math.round(host.getBoundingClientRect().height));
  const before = await height();
  release();
  await expect(signInButton(page)).toBeVisible();
  expect(await height()).toBe(before);
  await signIn(page);
  await expect(slots(page).first()).toBeVisible();
  expect(await height()).toBe(before);
});

test('the page’s custom properties and parts change the look', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await page.addStyleTag({
    content: `slotlink-widget { --slotlink-accent: rgb(120, 20, 60); --slotlink-surface: rgb(250, 245, 240); --slotlink-text: rgb(10, 20, 30);
      --slotlink-radius: 3px; --slotlink-font: monospace; }
      slotlink-widget::part(create-link) { text-transform: uppercase; }
      slotlink-widget::part(header), slotlink-widget::part(calendar), slotlink-widget::part(times), slotlink-widget::part(tray), slotlink-widget::part(copy) { letter-spacing: 1px; }`,
  });
  const style = (selector, name) => page.locator(selector).first().evaluate((node, property) => getComputedStyle(node)[property], name);
  expect(await style('#create-link', 'backgroundColor')).toBe('rgb(120, 20, 60)');
  expect(await style('#create-link', 'textTransform')).toBe('uppercase');
  expect(await style('.card', 'backgroundColor')).toBe('rgb(250, 245, 240)');
  expect(await style('.card', 'borderTopLeftRadius')).toBe('3px');
  expect(await style('.card', 'color')).toBe('rgb(10, 20, 30)');
  expect(await style('.root', 'fontFamily')).toBe('monospace');
  for (const part of ['.head', '.month', '.day', '.tray']) expect(await style(part, 'letterSpacing')).toBe('1px');
});

test('the styles of the page do not reach in', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  const look = () => page.locator('#create-link').evaluate((node) => {
    const { padding, display, fontSize, visibility } = getComputedStyle(node);
    return { padding, display, fontSize, visibility };
  });
  const before = await look();
  await page.addStyleTag({ content: 'button, .primary, p, div { display: none !important; padding: 99px; font-size: 50px } slotlink-widget { display: block !important }' });
  await page.evaluate(() => document.querySelector('main').style.setProperty('display', 'block', 'important'));
  expect(await look()).toEqual(before);
});

const LUMINANCE = (node) => {
  const [red, green, blue] = getComputedStyle(node).backgroundColor.match(/[\d.]+/g).map(Number);
  return (red + green + blue) / 3;
};

test('the theme attribute makes it dark or light, readable in both', async ({ page, open, sandbox, axe }) => {
  await showTimes({ page, open, sandbox }, { attributes: { ...BERLIN, theme: 'dark' } });
  await pick(page, 1);
  const card = page.locator('.card');
  expect(await card.evaluate(LUMINANCE)).toBeLessThan(60);
  await axe(page);
  await element(page).evaluate((host) => host.setAttribute('theme', 'light'));
  expect(await card.evaluate(LUMINANCE)).toBeGreaterThan(200);
});

test('the standalone page follows the system into the dark', async ({ page, open, sandbox }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await showTimes({ page, open, sandbox }, { host: 'dashboard', attributes: BERLIN });
  expect(await page.locator('.card').evaluate(LUMINANCE)).toBeLessThan(60);
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
});

test('in forced colours what is chosen, open or marked is still to be told apart', async ({ page, open, sandbox }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await pick(page, 1);
  const background = (selector) => page.locator(selector).first().evaluate((node) => getComputedStyle(node).backgroundColor);
  expect(await background('.slot.chosen')).not.toBe(await background('.slot:not(.chosen)'));
  expect(await background('.cell.chosen')).not.toBe(await background('.cell.open:not(.chosen)'));
  const border = await page.locator('.cell.open:not(.chosen)').first().evaluate((node) => getComputedStyle(node).borderTopWidth);
  expect(parseFloat(border)).toBeGreaterThan(0);
});

test('who wants less motion gets none', async ({ page, open, sandbox }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await sandbox.faults([{ route: 'GET /event_type_available_times', times: null, delay_ms: 3000 }]);
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await signIn(page);
  await expect(page.locator('.bones i').first()).toBeVisible();
  const moving = await element(page).evaluate((host) => host.shadowRoot.getAnimations().length + document.getAnimations().length);
  expect(moving).toBe(0);
  await settled(page);
});

for (const width of [320, 360, 768, 1600]) {
  test(`at ${width} pixels nothing sticks out on any screen of the main job`, async ({ page, open }) => {
    await page.setViewportSize({ width, height: 720 });
    await open(page, { now: NOW, attributes: { locale: 'en-GB', timezone: 'America/Argentina/ComodRivadavia' } });
    await expect(signInButton(page)).toBeVisible();
    expect(await overflow(page), 'signed out').toBe(0);
    await signIn(page);
    await expect(page.getByRole('option').first()).toBeVisible();
    expect(await overflow(page), 'event types').toBe(0);
    await page.getByRole('combobox').fill('a conversation about');
    await page.keyboard.press('Enter');
    await settled(page);
    expect(await overflow(page), 'times').toBe(0);
    await pick(page, 2);
    expect(await overflow(page), 'chosen times').toBe(0);
    for (const id of ['open-types', 'open-zone', 'open-account', 'open-invitee-zone']) {
      await page.locator(`#${id}`).click();
      const dialog = page.getByRole('dialog');
      await expect(dialog).toBeVisible();
      expect(await overflow(page), id).toBe(0);
      const box = await dialog.boundingBox();
      expect(box.x, id).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width, id).toBeLessThanOrEqual(width);
      await page.keyboard.press('Escape');
    }
    await createButton(page).click();
    await expect(rows(page)).toHaveCount(1);
    expect(await overflow(page), 'links').toBe(0);
  });
}

test('what is to be touched is large enough', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await pick(page, 1);
  const small = await element(page).evaluate((host) =>
    [...host.shadowRoot.querySelectorAll('button, input:not([type=checkbox]), select, summary, .slot, .cell[data-date]')]
      .map((node) => ({ name: node.id || node.className || node.textContent, ...node.getBoundingClientRect().toJSON() }))
      .filter((box) => box.width > 0 && (box.width < 24 || box.height < 24))
      .map((box) => `${box.name} ${box.width}×${box.height}`),
  );
  expect(small).toEqual([]);
});

test('the headings fit into the outline of the page', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { ...BERLIN, 'heading-level': '3' } });
  await expect(page.getByRole('heading', { level: 3, name: 'December 2026' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 4 })).toBeVisible();
});

test('text twice as large cuts nothing off', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await page.setViewportSize({ width: 640, height: 800 });
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await element(page).evaluate((host) => { host.style.zoom = '2'; });
  expect(await overflow(page)).toBe(0);
  await expect(createButton(page)).toBeVisible();
});

test('an element that has only a token is never told to set a client id', async ({ page, open, site, sandbox }) => {
  site.pages.set('/bare.html', '<!doctype html><html lang="en"><title>Bare</title><script type="module" src="/slotlink/index.js"></script><main><h1>Bare</h1><slotlink-widget id="first"></slotlink-widget></main>');
  await open(page, { host: '/bare.html', now: NOW });
  await expect(signInButton(page)).toBeVisible();
  await listen(page);
  await page.evaluate(({ token, own }) => {
    document.querySelector('#first').remove();
    const widget = () => {
      const host = document.createElement('slotlink-widget');
      for (const [name, value] of own) host.setAttribute(name, value);
      return host;
    };
    const before = widget();
    before.token = token;
    document.querySelector('main').append(before);
    const after = widget();
    document.querySelector('main').append(after);
    after.token = token;
  }, { token: pat(), own: Object.entries(sandbox.attributes) });
  await expect.poll(() => heard(page, 'ready')).toHaveLength(2);
  expect(await heard(page, 'error')).toEqual([]);
});

test('a callback page on another origin is refused with the reason, before anybody tries', async ({ page, open, site, sandbox }) => {
  const elsewhere = `http://127.0.0.1:${site.port}`;
  await open(page, { now: NOW, attributes: { 'redirect-uri': `${elsewhere}/slotlink/callback.html` } });
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(`The callback page is on ${elsewhere} and this page on ${site.url}`);
  await expect(alert).toContainText('redirect-uri');
  await expect(signInButton(page)).toHaveCount(0);
  await listen(page);
  await element(page).evaluate((host, uri) => { host.redirectUri = uri; }, `${site.url}/slotlink/callback.html`);
  await expect(signInButton(page)).toBeVisible();
  await element(page).evaluate((host, uri) => { host.redirectUri = uri; }, `${elsewhere}/slotlink/callback.html`);
  await expect.poll(() => heard(page, 'error')).toMatchObject([{ detail: { code: 'configuration' } }]);
  expect((await sandbox.ledger()).requests).toEqual([]);
});

for (const [what, change] of Object.entries({
  'another client': { clientId: 'somebody-else' },
  'other scopes': { scopes: 'users:read' },
  'something that cannot be': { apiUrl: 'http://elsewhere.example' },
})) {
  test(`${what} ends the session of the one before, and says that the host did it`, async ({ page, open, sandbox }) => {
    await open(page, { now: NOW });
    await signInByPopup(page);
    await expect(page.getByRole('option').first()).toBeVisible();
    await listen(page);
    await element(page).evaluate((host, properties) => { Object.assign(host, properties); }, change);
    await expect(page.getByRole('option')).toHaveCount(0);
    await expect.poll(() => sandbox.facts('tokens_revoked')).not.toEqual([]);
    expect((await heard(page, 'signed-out')).map(({ detail }) => detail)).toEqual([{ reason: 'host' }]);
  });
}

test('times that are dropped by themselves are told of', async ({ page, open, sandbox }) => {
  const type = await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  const chosen = await pick(page, 2);
  await listen(page);
  const told = async () => (await heard(page, 'slot-select')).map(({ detail }) => detail.times.map(Date.parse));

  const free = await freeTimes(sandbox, type, '2026-12-01T08:01:00Z', '2026-12-07T00:00:00Z');
  await book(free.find((time) => Date.parse(time.start_time) === chosen[0]).scheduling_url);
  await element(page).evaluate((host) => host.refresh());
  await expect.poll(told).toEqual([[chosen[1]]]);

  const other = await eventType(sandbox, 'photo-session');
  await element(page).evaluate((host, id) => { host.eventType = id; }, other.id);
  await expect.poll(told).toEqual([[chosen[1]], []]);

  await settled(page);
  const [again] = await pick(page, 1);
  await element(page).evaluate((host) => host.signOut());
  await expect.poll(told).toEqual([[chosen[1]], [], [again], []]);
});

test('times that were never there are left out with one event', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  await listen(page);
  await element(page).evaluate((host) => host.selectTimes(['2020-01-01T00:00:00Z']));
  await expect.poll(() => heard(page, 'slot-select')).toMatchObject([{ detail: { times: [] } }]);
});

test('selectEventType refuses what is no event type of the account', async ({ page, open, sandbox }) => {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  const [foreign] = await eventTypes(sandbox, 'dana-whitfield');
  await open(page, { now: NOW });
  await signIn(page);
  await expect(page.getByRole('option').first()).toBeVisible();
  const choose = (given) => element(page).evaluate((host, uri) => host.selectEventType(uri).then(() => 'chosen', String), given);
  expect(await choose('garbage of any kind')).toMatch(/^TypeError: slotlink: The event type “garbage of any kind” cannot be used/);
  expect(await choose(foreign.uri)).toMatch(/^TypeError: slotlink: .* is none of the event types of the account/);
  await expect(page.getByRole('option').first()).toBeVisible();
  expect(await choose(type.id)).toBe('chosen');
  await settled(page);
  await expect(slots(page).first()).toBeVisible();
});
