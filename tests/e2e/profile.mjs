// Watches which functions of the elements run until times are on the screen, and prints the fingerprints of all others:
// `cargo xtask profile`. The module it is given notes its calls (xtask/node/split.mjs).
import { chromium } from '@playwright/test';
import config from './playwright.config.mjs';
import { NOW, eventType, pat, useToken } from './harness/drive.mjs';
import { Sandbox } from './harness/sandbox.mjs';
import { Site } from './harness/site.mjs';

const USER = 'mira-albrecht';
const CLIENT = 'slotlink-profile';

/** Where people are, when, and how they sign in: what is done is nearly the same, but not how dates and hours are written. */
const SCENES = [
  { locale: 'en-GB', timezoneId: 'Europe/Berlin' },
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', token: true },
  { locale: 'en-GB', timezoneId: 'Europe/Berlin', person: true },
  { locale: 'en-GB', timezoneId: 'Europe/London', now: '2026-03-20T08:00:00Z' },
  { locale: 'en-US', timezoneId: 'Europe/Berlin' },
  { locale: 'en-US', timezoneId: 'America/New_York', now: '2026-10-28T15:00:00Z' },
  { locale: 'ar-EG', timezoneId: 'Asia/Kolkata' },
  { locale: 'de-DE', timezoneId: 'UTC', slug: 'type-workshop' },
  { locale: 'ja-JP', timezoneId: 'Australia/Lord_Howe', slug: 'customer-interview' },
];

const browser = await chromium.launch({ ...config.use.launchOptions });
const seen = {};

/** Signs in as a person does, who reads first, looks at other windows, and comes back. */
async function takingTime(page) {
  await page.clock.fastForward(90_000);
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: /sign in/i }).click()]);
  await page.clock.fastForward(90_000);
  await popup.locator(`input[name=user][value=${USER}]`).check();
  await Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: 'Allow' }).click()]);
  for (const [target, event] of [['document', 'visibilitychange'], ['globalThis', 'focus'], ['globalThis', 'pageshow']]) {
    await page.evaluate(`${target}.dispatchEvent(new Event('${event}'))`);
  }
}

/** Signs in, and waits for the times of one event type and for what is fetched ahead. */
async function watch({ now = NOW, slug = '30min', token, person, ...place }) {
  const sandbox = await Sandbox.start();
  const site = await Site.start();
  const context = await browser.newContext({ viewport: { width: 1000, height: 1000 }, ...place });
  try {
    await sandbox.clock(now);
    const type = await eventType(sandbox, slug, USER);
    if (!person) await sandbox.options({ auto_allow: USER });
    const redirect = `${site.url}/slotlink/callback.html`;
    await sandbox.clients({ client_id: CLIENT, redirect_uris: [redirect] });
    site.attributes = { ...sandbox.attributes, 'client-id': CLIENT, 'redirect-uri': redirect, 'event-type': type.uri };
    const page = await context.newPage();
    await page.clock.install({ time: new Date(now) });
    await page.goto(`${site.url}/bench/widget.html`);
    if (token) await useToken(page, pat(USER));
    else if (person) await takingTime(page);
    else await page.getByRole('button', { name: /sign in/i }).first().click();
    await page.locator('[data-at]').first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.clock.fastForward(60_000);
    const calls = await page.evaluate(() => globalThis.slotlinkCalls);
    for (const [print, count] of Object.entries(calls)) seen[print] = (seen[print] ?? 0) + count;
  } finally {
    await context.close();
    await site.stop();
    await sandbox.stop();
  }
}

for (const scene of SCENES) await watch(scene);
await browser.close();
const rest = Object.keys(seen).filter((print) => seen[print] === 0);
console.log(rest.sort().join('\n'));
