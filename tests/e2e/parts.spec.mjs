// The program comes in two parts: what runs until times are on the screen, and the rest. `slotlink_rest.wasm` is asked for
// by fetch when it is time for it, and by XMLHttpRequest where something cannot wait for that.
import { expect, test } from './harness.mjs';
import {
  NOW, createButton, element, eventType, linksButton, listen, rows, settled, showTimes, signIn, signInByPopup, slots,
} from './harness/drive.mjs';

const REST = '**/slotlink_rest.wasm';

/** Notes how the rest of the program is asked for. */
function asked(page) {
  const kinds = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/slotlink_rest.wasm')) kinds.push(request.resourceType());
  });
  return kinds;
}

/** Lets nothing but XMLHttpRequest have the rest. */
const keepFetchBack = (page) =>
  page.route(REST, (route) => (route.request().resourceType() === 'xhr' ? route.continue() : route.abort()));

const panel = (page) => element(page).getByRole('alert');

for (const locale of ['en-GB', 'en-US', 'ar-EG', 'fr-CA']) {
  test(`times in ${locale} are on the screen without the rest of the program, which comes after them`, async ({ page, open, sandbox }) => {
    const kinds = asked(page);
    let release;
    const wait = new Promise((done) => { release = done; });
    await page.route(REST, async (route) => {
      await wait;
      await route.continue();
    });
    const type = await eventType(sandbox, '30min');
    await open(page, { now: NOW, attributes: { locale, 'event-type': type.id } });
    expect(kinds).toEqual([]);
    await signInByPopup(page);
    await settled(page);
    await expect(slots(page).first()).toBeVisible();
    await expect.poll(() => kinds).toEqual(['fetch']);
    await Promise.all([page.waitForEvent('requestfinished', (request) => request.url().endsWith('_rest.wasm')), release()]);
    await createButton(page).click();
    await expect(rows(page)).toHaveCount(1);
  });
}

for (const [how, attributes, remembered] of [
  ['by attribute', { timezone: 'America/New_York' }],
  ['remembered', {}, 'America/New_York'],
]) {
  test(`a zone of one’s own, ${how}, does not ask for the rest`, async ({ page, open, sandbox }) => {
    const kinds = asked(page);
    await page.addInitScript((zone) => { if (zone) localStorage.setItem('slotlink:timezone', zone); }, remembered);
    const type = await eventType(sandbox, '30min');
    await open(page, { now: NOW, attributes: { 'event-type': type.id, ...attributes } });
    await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
    expect(kinds).toEqual([]);
    await signIn(page);
    await settled(page);
    await expect(page.locator('#open-zone')).toContainText('New York');
  });
}

test('options that change before anybody has signed in do not ask for the rest', async ({ page, open, sandbox }) => {
  const kinds = asked(page);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
  await element(page).evaluate((element) => {
    for (const [name, value] of [['locale', 'ar-EG'], ['timezone', 'Asia/Tokyo'], ['hour-cycle', '12'], ['first-day', '7']]) {
      element.setAttribute(name, value);
    }
  });
  await expect(element(page).locator('.root')).toHaveAttribute('dir', 'rtl');
  expect(kinds).toEqual([]);
  await signIn(page);
  await settled(page);
  await expect(page.locator('#open-zone')).toContainText('Tokyo');
  expect(kinds.filter((kind) => kind !== 'fetch')).toEqual([]);
});

test('nobody waits for the rest who has nothing to see yet: it comes by itself after a while', async ({ page, open, sandbox }) => {
  const kinds = asked(page);
  const type = await eventType(sandbox, '30min');
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
  await page.clock.fastForward(3000);
  await expect.poll(() => kinds).toEqual(['fetch']);
});

test('the standalone page begins without the rest of its program, and works with it', async ({ page, open }) => {
  let release;
  const wait = new Promise((done) => { release = done; });
  await page.route('**/*_rest.wasm', async (route) => {
    await wait;
    await route.continue();
  });
  await open(page, { host: '/', now: NOW });
  await expect(page.getByRole('button', { name: 'Sign in with Calendly' })).toBeVisible();
  release();
  await signIn(page);
  await page.getByRole('option').first().click();
  await settled(page);
  await slots(page).first().click();
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
});

test('an element without an event type asks for the rest from the beginning', async ({ page, open }) => {
  const kinds = asked(page);
  await open(page, { now: NOW });
  await expect.poll(() => kinds).toEqual(['fetch']);
});

test('what needs the rest before it is there gets it, and goes on', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /Failed to load resource/ });
  const kinds = asked(page);
  await keepFetchBack(page);
  await showTimes({ page, open, sandbox });
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
  expect(kinds).toContain('xhr');
  expect(kinds.filter((kind) => kind === 'xhr')).toHaveLength(1);
  await linksButton(page).click();
});

test('a rest that cannot be fetched leaves a panel with the cause, and a reload has everything that was made', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /Failed to load resource|RuntimeError|could not be fetched/ });
  await showTimes({ page, open, sandbox });
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
  await page.route(REST, (route) => route.fulfill({ status: 503, contentType: 'text/plain', body: '' }));
  await page.reload();
  await listen(page);
  await signIn(page);
  await settled(page);
  await linksButton(page).dispatchEvent('click');
  await expect(panel(page)).toContainText('slotlink_rest.wasm: status 503');
  await page.unroute(REST);
  await panel(page).getByRole('button', { name: 'Reload' }).click();
  await signIn(page);
  await settled(page);
  await linksButton(page).click();
  await expect(rows(page)).toHaveCount(1);
});

test('an element that goes while a remembered layout waits for the rest leaves the others at work', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox });
  await page.getByRole('radio', { name: 'Week' }).check();
  await expect(page.locator('.week-days')).toBeVisible();
  // What cannot wait for it, as taking an element off, gets it.
  let release;
  const wait = new Promise((done) => { release = done; });
  await page.route(REST, async (route) => {
    if (route.request().resourceType() !== 'xhr') await wait;
    await route.continue();
  });
  await page.reload();
  await signIn(page);
  await settled(page);
  await expect(page.locator('.week-days')).toHaveCount(0);
  await element(page).evaluate((host) => {
    const other = host.cloneNode();
    host.after(other);
    host.remove();
  });
  release();
  await signIn(page);
  await expect(page.locator('.week-days')).toBeVisible();
  await expect(panel(page)).toHaveCount(0);
});

/** A page that has the modules itself, and hands them over. */
const compiled = (rest) => `<!doctype html><html lang="en"><title>Compiled</title><main><h1>Compiled</h1>
<slotlink-widget></slotlink-widget></main><script type="module">
import { define } from '/slotlink/shell.js';
const compile = async (name) => WebAssembly.compile(await (await fetch('/slotlink/' + name)).arrayBuffer());
define({ glue: () => import('/slotlink/slotlink.js'), wasm: () => compile('slotlink_bg.wasm')${rest} });
</script>`;

test('a page may hand over both parts compiled: then they are there from the beginning', async ({ page, open, site, sandbox }) => {
  site.pages.set('/compiled.html', compiled(", rest: () => compile('slotlink_rest.wasm')"));
  await showTimes({ page, open, sandbox }, { host: '/compiled.html' });
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
});

test('a page that hands over one part is told of the other', async ({ page, open, site, watch }) => {
  watch.allow({ console: /cannot start/ });
  site.pages.set('/compiled.html', compiled(''));
  await open(page, { host: '/compiled.html', now: NOW });
  await expect(panel(page)).toContainText('where the rest of the program is');
});
