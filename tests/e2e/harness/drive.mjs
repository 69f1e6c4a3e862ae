// What tests do with an element again and again, and what they compare it with.
import { expect } from '@playwright/test';

import { NOW } from './sandbox.mjs';

export { NOW };

const MIRA = 'mira-albrecht';

export const pat = (user = MIRA) => `sandbox-pat-${user}`;

/** The first element of the page. */
export const element = (page) => page.locator('slotlink-widget, slotlink-dashboard').first();

/** Signs in without a window: with the personal access token of a sample host. */
export async function signIn(page, user = MIRA) {
  await useToken(page, pat(user));
}

/** Gives the element this token. */
export async function useToken(page, token) {
  await element(page).evaluate((host, value) => {
    host.token = value;
  }, token);
}

/** Signs in as a person does it, in the window that opens. */
export async function signInByPopup(page, { user = MIRA, scope = page, button = 'Sign in with Calendly' } = {}) {
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    scope.getByRole('button', { name: button }).click(),
  ]);
  await popup.locator(`input[name=user][value=${user}]`).check();
  await Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: 'Allow' }).click()]);
}

async function ask(sandbox, user, path) {
  const answer = await fetch(sandbox.url + path, { headers: { authorization: `Bearer ${pat(user)}` } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
  return body;
}

export async function forgetLedger(sandbox) {
  await fetch(`${sandbox.url}/__sandbox/ledger`, { method: 'DELETE' });
}

/** All event types of a host, as the sandbox itself tells them. Leaves no trace in the ledger. */
export async function eventTypes(sandbox, user = MIRA) {
  const owner = encodeURIComponent((await ask(sandbox, user, '/users/me')).resource.uri);
  const all = [];
  let next = '';
  do {
    const page = await ask(sandbox, user, `/event_types?user=${owner}&count=100${next}`);
    all.push(...page.collection);
    next = page.pagination.next_page_token && `&page_token=${encodeURIComponent(page.pagination.next_page_token)}`;
  } while (next);
  await forgetLedger(sandbox);
  return all;
}

/** The event type with that address, with its identifier as `id`. */
export async function eventType(sandbox, slug, user = MIRA) {
  const found = (await eventTypes(sandbox, user)).find((type) => type.slug === slug);
  if (!found) throw new Error(`${user} has no event type ${slug}`);
  return { ...found, id: found.uri.split('/').pop() };
}

/** The times the sandbox itself offers between two instants. Leaves no trace in the ledger. */
export async function freeTimes(sandbox, type, start, end, user = MIRA) {
  const query = new URLSearchParams({ event_type: type.uri, start_time: start, end_time: end });
  const { collection } = await ask(sandbox, user, `/event_type_available_times?${query}`);
  await forgetLedger(sandbox);
  return collection;
}

/** Somebody else books a time on the public page. */
export async function book(address, name = 'Somebody Else') {
  const answer = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ name, email: 'somebody@example.com' }),
  });
  if (answer.status !== 303) throw new Error(`booking ${address}: ${answer.status} ${await answer.text()}`);
}

/** Opens a page whose element shows the times of one event type, signed in. */
export async function showTimes(
  { page, open, sandbox },
  { slug = '30min', user = MIRA, attributes = {}, now = NOW, ...more } = {},
) {
  await sandbox.clock(now);
  const type = await eventType(sandbox, slug, user);
  await open(page, { ...more, now, attributes: { locale: 'en-GB', 'event-type': type.id, ...attributes } });
  await signIn(page, user);
  await settled(page);
  return type;
}

/** Waits until everything of the shown month is known, or known to be missing. */
export async function settled(page) {
  await expect(page.getByRole('grid').first()).toHaveAttribute('aria-busy', 'false', { timeout: 15_000 });
}

/** Takes the network away, once the whole program is there: what is in its second part would be missing for ever. */
export async function goOffline(page) {
  // This is in the second part, and gets it where it is not there yet.
  await element(page).evaluate((host) => host.selectTimes([]).catch(() => {}));
  await page.context().setOffline(true);
}

/** Moves both clocks on; timers that are due run once. */
export async function later(page, sandbox, milliseconds) {
  await sandbox.advance(milliseconds);
  await page.clock.fastForward(milliseconds);
}

/** The requests for times that reached the sandbox, each with its span in days. */
export async function windows(sandbox) {
  const requests = await sandbox.requests('GET /event_type_available_times');
  return requests.map((request) => {
    const query = new URLSearchParams(request.query);
    const [start, end] = [query.get('start_time'), query.get('end_time')];
    return { ...request, start, end, days: (Date.parse(end) - Date.parse(start)) / 86_400_000 };
  });
}

/** Waits until December's times are followed by January's, which are fetched ahead and must not meet what is meant for others. */
export async function ahead(sandbox) {
  await expect.poll(async () => (await windows(sandbox)).some(({ start }) => start.startsWith('2026-12-31'))).toBe(true);
}

export const slots = (page) => page.locator('label.slot');
export const day = (page, date) => page.locator(`[role=gridcell][data-date="${date}"]`);
export const preview = (page) => page.locator('pre.message');
export const live = (page) => page.locator('p[role=status][aria-live=polite]').first();
/** What is said to screen readers from now on: a function that gives it all, what a later line has taken the place of, too. */
export async function spoken(page) {
  await live(page).evaluate((status) => {
    globalThis.spoken = [];
    new MutationObserver(() => globalThis.spoken.push(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => globalThis.spoken);
}
export const notices = (page) => page.locator('.notice');
export const copyButton = (page) => page.getByRole('button', { name: 'Copy times' });
export const createButton = (page) => page.locator('#create-link');
export const linksButton = (page) => page.locator('#open-links');
export const rows = (page) => page.locator('li.row');

/** Shows a day and waits for its times. */
export async function showDay(page, date) {
  await day(page, date).click();
  await expect(day(page, date)).toHaveAttribute('aria-selected', 'true');
}

/** Chooses the first `count` times of the shown day; answers their instants in milliseconds. */
export async function pick(page, count = 1) {
  const chosen = [];
  for (let index = 0; index < count; index += 1) {
    const slot = slots(page).nth(index);
    await slot.click();
    await expect(slot.getByRole('checkbox')).toBeChecked();
    chosen.push(Number(await slot.getAttribute('data-at')));
  }
  return chosen;
}

/** Ends the program: the page's own wrapper around Intl calls back into the element in the middle of its work. */
export function endProgram(locator) {
  return locator.evaluate((host) => {
    const format = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format');
    let inside = false;
    Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
      configurable: true,
      get() {
        if (!inside) {
          inside = true;
          try {
            host.refresh();
          } finally {
            inside = false;
          }
        }
        return format.get.call(this);
      },
    });
    host.setAttribute('timezone', 'Asia/Tokyo');
  });
}

/** Where the focus is, through all shadow roots; null on the page's body. */
export function focused(page) {
  return page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body || at.localName.startsWith('slotlink-')) return null;
    return {
      tag: at.localName,
      id: at.id,
      role: at.getAttribute('role'),
      date: at.dataset.date ?? null,
      name: at.getAttribute('aria-label') ?? at.textContent.trim(),
    };
  });
}

/** Presses Tab (or another key) until `reached` says yes; fails where that leads nowhere. */
export async function pressUntil(page, key, reached, most = 60) {
  for (let count = 0; count < most; count += 1) {
    const at = await focused(page);
    if (at && reached(at)) return at;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead there; the focus is at ${JSON.stringify(await focused(page))}`);
}

/** The browser's own line on the console for every answer that is no success, or none at all. */
export const NETWORK_COMPLAINT = /Failed to load resource|blocked by CORS policy|net::ERR_|Cross-Origin Request Blocked/;

/** What the clipboard has, in both flavours; of the rich one also the addresses and the bare words. */
export async function clipboard(page) {
  const { text, html } = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const flavour = async (type) => (item.types.includes(type) ? (await item.getType(type)).text() : null);
    return { text: await flavour('text/plain'), html: await flavour('text/html') };
  });
  const plain = (markup) => markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const links = html && [...html.matchAll(/<a href="([^"]*)"/g)].map(([, address]) => plain(address));
  return { text, html, links, words: html && plain(html.replaceAll(/<br\s*\/?>|<\/p>/g, '\n').replaceAll(/<[^>]*>/g, '')) };
}

/** Keeps what the page says in events, from now on. */
export async function listen(page) {
  await page.evaluate(() => {
    globalThis.heard = [];
    for (const name of ['ready', 'signed-in', 'signed-out', 'event-type-change', 'slot-select', 'link-created', 'error']) {
      document.addEventListener(name, (event) => {
        const { type, detail, bubbles, composed } = event;
        globalThis.heard.push({ type, detail, bubbles, composed, target: event.target?.localName });
      });
    }
  });
}

export const heard = (page, type) =>
  page.evaluate((wanted) => globalThis.heard.filter((event) => event.type === wanted), type);
