// Watches which functions run until times are on the screen, and prints the fingerprints of all others: `cargo xtask profile`.
// The modules it is given note their calls (xtask/node/split.mjs).
//
//   node profile.mjs widget   the elements of the package
//   node profile.mjs page     the standalone page
import { chromium } from '@playwright/test';
import config from './playwright.config.mjs';
import { NOW, eventType, pat, useToken } from './harness/drive.mjs';
import { Sandbox } from './harness/sandbox.mjs';
import { Site } from './harness/site.mjs';

const USER = 'mira-albrecht';
const CLIENT = 'slotlink-profile';

/** Where people are, when, and how they sign in: what is done is nearly the same, but not how dates and hours are written. */
const WIDGET = [
  { locale: 'en-GB', timezoneId: 'Europe/Berlin' },
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', token: true },
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', person: true },
  { locale: 'en-GB', timezoneId: 'Europe/London', now: '2026-03-20T08:00:00Z' },
  { locale: 'en-US', timezoneId: 'Europe/Berlin' },
  { locale: 'en-US', timezoneId: 'America/New_York', now: '2026-10-28T15:00:00Z' },
  { locale: 'ar-EG', timezoneId: 'Asia/Kolkata' },
  { locale: 'de-DE', timezoneId: 'UTC', slug: 'type-workshop' },
  { locale: 'ja-JP', timezoneId: 'Australia/Lord_Howe', slug: 'customer-interview' },
  // Answers come in any order, and machines are of any kind.
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', late: 'GET /users/me' },
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', late: 'GET /event_types/*' },
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', late: 'GET /event_type_available_times' },
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', late: 'POST /oauth/token' },
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', slow: 8 },
  // Somebody has chosen a zone: who embeds the element, or who was here before.
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', attributes: { timezone: 'Asia/Calcutta' } },
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', remembered: { 'slotlink:timezone': 'America/New_York' } },
  // The page around the element makes up its mind late.
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', changed: { locale: 'ar-EG', timezone: 'Asia/Tokyo', 'hour-cycle': '12', 'first-day': '7' } },
  // They come back, with links of their own.
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', token: true, again: true },
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', token: true, again: true, late: 'GET /event_type_available_times' },
];

/** On the standalone page nobody has chosen an event type, or one that was remembered. */
const PAGE = [
  ...WIDGET,
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', again: true },
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', again: true, late: 'GET /event_type_available_times' },
];

const browser = await chromium.launch({ ...config.use.launchOptions });
const seen = {};

/** What happens around a page: it is left for another and comes back, and so does the network. */
async function disturb(page) {
  await page.evaluate(() => {
    const turn = (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('visibilitychange'));
    };
    turn('hidden');
    turn('visible');
    for (const name of ['focus', 'pageshow', 'offline', 'online']) dispatchEvent(new Event(name));
  });
}

/** Reads first, looks at other windows, and comes back. */
async function takeTime(page) {
  await page.clock.fastForward(90_000);
  await disturb(page);
}

async function allow(page) {
  await page.locator(`input[name=user][value=${USER}]`).check();
  await page.getByRole('button', { name: 'Allow' }).click();
}

/** Adds what was called in this page, and in those before it in its tab. */
async function count(page) {
  const all = await page.evaluate(() => [globalThis.slotlinkCalls, ...JSON.parse(sessionStorage.getItem('calls') ?? '[]')]);
  for (const [print, times] of all.flatMap(Object.entries)) seen[print] = (seen[print] ?? 0) + times;
}

/** A new page of a browser in that place and at that moment, with a sandbox that allows at once; does `act` there. */
async function visit({ now = NOW, person, late, slow, locale, timezoneId, attributes, remembered }, callback, act) {
  const sandbox = await Sandbox.start();
  const site = await Site.start();
  const context = await browser.newContext({ viewport: { width: 1000, height: 1000 }, locale, timezoneId });
  try {
    await sandbox.clock(now);
    if (!person) await sandbox.options({ auto_allow: USER });
    const redirect = `${site.url}/${callback}`;
    await sandbox.clients({ client_id: CLIENT, redirect_uris: [redirect] });
    site.attributes = { ...sandbox.attributes, 'client-id': CLIENT, 'redirect-uri': redirect, ...attributes };
    await context.addInitScript((items) => {
      for (const [key, value] of Object.entries(items)) localStorage.setItem(key, value);
      addEventListener('pagehide', () => {
        if (!globalThis.slotlinkCalls) return;
        const before = JSON.parse(sessionStorage.getItem('calls') ?? '[]');
        sessionStorage.setItem('calls', JSON.stringify([...before, globalThis.slotlinkCalls]));
      });
    }, remembered ?? {});
    const page = await context.newPage();
    await page.clock.install({ time: new Date(now) });
    if (late) await sandbox.faults([{ route: late, times: null, delay_ms: 1500 }]);
    if (slow) {
      const session = await context.newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: slow });
    }
    await act(page, { sandbox, site });
  } finally {
    await context.close();
    await site.stop();
    await sandbox.stop();
  }
}

const signInButton = (page) => page.getByRole('button', { name: /sign in/i }).first();

/** Gives the element other options than it began with. */
async function change(page, { changed }) {
  if (!changed) return;
  await signInButton(page).waitFor();
  await page.locator('slotlink-widget, slotlink-dashboard').evaluate((element, options) => {
    for (const [name, value] of Object.entries(options)) element.setAttribute(name, value);
  }, changed);
}

/** Waits for times and for what is fetched ahead, and counts. */
async function untilTimes(page, { late }) {
  if (late) {
    await page.locator('#open-account').waitFor();
    await page.clock.fastForward(6_000);
    await disturb(page);
  }
  await page.locator('[data-at]').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.clock.fastForward(60_000);
  await count(page);
}

/** Makes a link, and loads the page anew; what was called for that does not count. */
async function comeBack(page) {
  await page.evaluate(() => {
    globalThis.slotlinkCalls = undefined;
    sessionStorage.removeItem('calls');
  });
  await page.locator('#create-link').click();
  await page.locator('li.row').first().waitFor();
  await page.reload();
}

/** Signs in, and waits for the times of one event type. */
function watch(scene) {
  return visit(scene, 'slotlink/callback.html', async (page, { sandbox, site }) => {
    site.attributes['event-type'] = (await eventType(sandbox, scene.slug ?? '30min', USER)).uri;
    await page.goto(`${site.url}/bench/widget.html`);
    await change(page, scene);
    if (scene.token) await useToken(page, pat(USER));
    else if (scene.person) {
      await takeTime(page);
      const [popup] = await Promise.all([page.waitForEvent('popup'), signInButton(page).click()]);
      await page.clock.fastForward(90_000);
      await Promise.all([popup.waitForEvent('close'), allow(popup)]);
      await disturb(page);
    } else await signInButton(page).click();
    await untilTimes(page, scene);
    if (!scene.again) return;
    await comeBack(page);
    await useToken(page, pat(USER));
    await untilTimes(page, scene);
  });
}

/** Signs in by leaving the page, chooses an event type of the list, and waits for its times. */
function watchPage(scene) {
  return visit(scene, 'callback.html', async (page, { sandbox, site }) => {
    const { name } = await eventType(sandbox, scene.slug ?? '30min', USER);
    await page.goto(site.url);
    await change(page, scene);
    if (scene.token) await useToken(page, pat(USER));
    else {
      if (scene.person) await takeTime(page);
      await signInButton(page).click();
      if (scene.person) await allow(page);
    }
    await page.getByRole('option', { name }).first().click();
    await untilTimes(page, scene);
    if (!scene.again) return;
    await comeBack(page);
    if (scene.token) await useToken(page, pat(USER));
    await untilTimes(page, scene);
  });
}

const how = process.argv[2];
for (const scene of how === 'page' ? PAGE : WIDGET) await (how === 'page' ? watchPage : watch)(scene);
await browser.close();
const rest = Object.keys(seen).filter((print) => seen[print] === 0);
console.log(rest.sort().join('\n'));
