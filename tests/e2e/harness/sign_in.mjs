// A person who signs in: what they click, what they see, and what is known of it from outside.
import { expect } from '@playwright/test';

/** The sentences that the tests look for; src/ui/text.rs has them all. */
export const WORDS = {
  signIn: 'Sign in with Calendly',
  waiting: 'Continue in the other window',
  denied: 'Access was not allowed. You can sign in again whenever you like.',
  popupBlocked: 'The browser blocked the sign-in window.',
  insecure: 'Signing in needs a secure page.',
  noRandom: 'This browser has no secure random numbers',
  noStorage: 'This browser does not let the page remember the sign-in.',
  notStartedHere: 'That sign-in was not started in this tab, or was finished already. Sign in again.',
  ended: 'Your session has ended. Sign in again to go on; what you chose and wrote is kept.',
  ownerChanged: 'Calendly now answers for another account, so you were signed out. Nothing of the one before is left here.',
  tokenLeft: 'Signed out here. The page has a token of its own, which Calendly still accepts.',
  signedOut: 'Signed out, and the access was revoked at Calendly.',
  signedOutNotConfirmed: 'Signed out here. Calendly did not confirm that the access was revoked',
  usedOrLate: 'The sign-in was used already or took too long. Sign in again.',
  notReached: 'No link was created. Nothing was sent: Calendly cannot be reached.',
  unreachable: 'Calendly could not be reached to finish the sign-in. Sign in again.',
  tooLong: 'The sign-in took longer than ten minutes. Sign in again.',
  noAnswer: 'Calendly did not answer.',
};

/** What Calendly is asked for when nothing else is said. */
export const SCOPES = 'users:read event_types:read availability:read scheduling_links:write';

/** The two ways to sign in, with the attributes that choose them. `start` returns the authorize page. */
export const MODES = {
  popup: { attributes: { 'sign-in': 'popup' }, start: openPopup },
  redirect: { attributes: { 'sign-in': 'redirect' }, start: leave },
};

export const signInButton = (root) => root.getByRole('button', { name: WORDS.signIn });
export const cancelButton = (root) => root.getByRole('button', { name: 'Cancel' });
export const accountButton = (root) => root.locator('#open-account');
export const notice = (root) => root.locator('.notice');

/** Clicks, and returns the window that opened once it shows the authorize page. */
export async function openPopup(page, root = page) {
  const opened = page.waitForEvent('popup');
  await signInButton(root).click();
  const popup = await opened;
  await popup.waitForURL((url) => url.protocol === 'http:');
  return popup;
}

/** Clicks, and returns the page itself once it shows the authorize page. */
export async function leave(page) {
  const host = new URL(page.url()).origin;
  await signInButton(page).click();
  await page.waitForURL((url) => url.origin !== host);
  return page;
}

/** Allows at the sandbox's authorize page, all scopes but those in `without`. */
export async function allow(window, { user = 'mira-albrecht', without = [] } = {}) {
  await window.locator(`input[name=user][value="${user}"]`).check();
  for (const scope of without) await window.locator(`input[name=granted][value="${scope}"]`).uncheck();
  await window.locator('button[value=allow]').click();
}

export async function deny(window) {
  await window.locator('button[value=deny]').click();
}

/** Expects that somebody is signed in. */
export async function expectSignedIn(root) {
  await expect(accountButton(root)).toBeVisible();
}

/** The whole sign-in by popup. */
export async function signIn(page, { root = page, ...choices } = {}) {
  const popup = await openPopup(page, root);
  await allow(popup, choices);
  await expectSignedIn(root);
}

/** Waits until the account's name is known. */
export async function expectAccount(root, name) {
  await expect(accountButton(root)).toHaveAccessibleName(new RegExp(name));
}

/** Opens the account panel and signs out. */
export async function signOut(root) {
  await accountButton(root).click();
  await root.getByRole('button', { name: 'Sign out' }).click();
  await expect(signInButton(root)).toBeVisible();
}

/** The parameters of the authorize page. */
export function asked(window) {
  return new URL(window.url()).searchParams;
}

/** Leaves `window` for `url` as a link or a redirect would. */
export async function follow(window, url) {
  await window.evaluate((to) => {
    location.assign(to);
  }, url);
}

/** Comes back from the authorize page with these parameters, whatever the server would have said. */
export async function answer(window, query) {
  const redirect = asked(window).get('redirect_uri');
  const text = typeof query === 'string' ? query : new URLSearchParams(query).toString();
  await follow(window, `${redirect}?${text}`);
}

/** Chooses an event type in the first list. */
export async function chooseEventType(root, name) {
  await root.getByRole('combobox').fill(name);
  await root.getByRole('option', { name }).first().click();
  await expect(root.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
}

/** The token requests of a sandbox, with their forms. */
export async function tokenCalls(sandbox) {
  const calls = await sandbox.requests('POST /oauth/token');
  return calls.map((call) => ({ ...call, form: new URLSearchParams(call.body) }));
}

/** The requests with a bearer token. */
export async function apiCalls(sandbox) {
  const { requests } = await sandbox.ledger();
  return requests.filter((request) => request.headers.authorization);
}

/** Writes down the events of every element of the page, from now on. */
export async function recordEvents(page) {
  await page.evaluate(() => {
    globalThis.heard = [];
    for (const name of ['ready', 'signed-in', 'signed-out', 'error']) {
      document.addEventListener(name, (event) => globalThis.heard.push([name, event.detail]));
    }
  });
  return (name) =>
    page.evaluate((wanted) => globalThis.heard.filter(([kind]) => kind === wanted).map(([, detail]) => detail), name);
}

/**
 * Every secret that passes through a browser context: tokens from the answers, code and verifier from the requests.
 * `server` is the origin whose `/token` is listened to.
 */
export class Secrets {
  #pending = [];
  #found = { access: new Set(), refresh: new Set(), code: new Set(), verifier: new Set() };

  constructor(context) {
    context.on('response', (response) => {
      const request = response.request();
      if (request.method() === 'POST' && /\/token$/.test(new URL(request.url()).pathname)) {
        this.#pending.push(this.#read(request, response));
      }
    });
  }

  async #read(request, response) {
    const form = new URLSearchParams(request.postData() ?? '');
    const keep = (kind, value) => value && this.#found[kind].add(value);
    keep('code', form.get('code'));
    keep('verifier', form.get('code_verifier'));
    keep('refresh', form.get('refresh_token'));
    const body = await response.json().catch(() => ({}));
    keep('access', body.access_token);
    keep('refresh', body.refresh_token);
  }

  /** `{access, refresh, code, verifier}`, each a list. */
  async all() {
    await Promise.all(this.#pending);
    return Object.fromEntries(Object.entries(this.#found).map(([kind, values]) => [kind, [...values]]));
  }

  /** All of them in one list. */
  async list() {
    return Object.values(await this.all()).flat();
  }
}

/** Everything of a page that outlives a function call, as texts by place. */
export async function remains(page) {
  const places = await page.evaluate(async () => {
    const stores = {};
    for (const { name } of await indexedDB.databases()) {
      const base = await new Promise((done, fail) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
      for (const store of base.objectStoreNames) {
        const all = base.transaction(store).objectStore(store).getAll();
        await new Promise((done) => {
          all.onsuccess = done;
        });
        stores[`${name}/${store}`] = all.result;
      }
      base.close();
    }
    const cached = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        cached.push(request.url, await (await cache.match(request)).text());
      }
    }
    const files = [];
    const root = await navigator.storage.getDirectory();
    for await (const [name] of root) files.push(name);
    const markup = (node) => {
      const parts = [node.innerHTML ?? ''];
      for (const element of node.querySelectorAll('*')) {
        if (element.shadowRoot) parts.push(markup(element.shadowRoot));
        if ('value' in element) parts.push(String(element.value));
      }
      return parts.join('\n');
    };
    return {
      localStorage: JSON.stringify({ ...localStorage }),
      sessionStorage: JSON.stringify({ ...sessionStorage }),
      indexedDB: JSON.stringify(stores),
      caches: cached.join('\n'),
      files: files.join('\n'),
      document: markup(document.documentElement),
      windowName: globalThis.name,
      state: JSON.stringify(history.state),
      address: location.href,
    };
  });
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  await session.detach();
  return {
    ...places,
    cookies: JSON.stringify(await page.context().cookies()),
    history: JSON.stringify(entries),
  };
}

/** The places in which one of `secrets` stands. */
export function leaks(places, secrets) {
  return Object.entries(places)
    .filter(([, text]) => secrets.some((secret) => text.includes(secret)))
    .map(([place]) => place);
}

/** What a tab has in its own storage. */
export const tabStorage = (page) => page.evaluate(() => ({ ...sessionStorage }));

/** A tab at the address of `page` that begins with what that one has stored, as "Duplicate tab" makes it. */
export async function duplicate(page, kept) {
  const copy = await page.context().newPage();
  await copy.addInitScript((entries) => {
    // A new tab is at about:blank first, which has no storage.
    if (origin === 'null' || sessionStorage.getItem('copied')) return;
    for (const [name, value] of Object.entries(entries)) sessionStorage.setItem(name, value);
    sessionStorage.setItem('copied', 'yes');
  }, kept ?? (await tabStorage(page)));
  await copy.goto(page.url());
  return copy;
}

/** Ten tabs, the first of which is `page`, whose sessions expire; then each asks for the times of `type` at once. */
export async function tenTabs(page, { type, now, past, sandbox }) {
  const tabs = [page];
  while (tabs.length < 10) tabs.push(await duplicate(page));
  for (const tab of tabs) await expectAccount(tab, 'Mira Albrecht');
  await sandbox.advance(past);
  for (const tab of tabs) await tab.clock.setSystemTime(now + past);
  await Promise.all(
    tabs.map((tab) => tab.locator('slotlink-dashboard').evaluate((host, uri) => host.selectEventType(uri), type)),
  );
  for (const tab of tabs) await expect(tab.getByRole('button', { name: 'Refresh' })).toBeVisible({ timeout: 20_000 });
  return tabs;
}

/** The dashboard, signed in by leaving the page and coming back. */
export async function openDashboard(page, open, options = {}) {
  await open(page, { host: '/', attributes: { 'redirect-uri': null }, ...options });
  await leave(page);
  await allow(page);
  await expectAccount(page, 'Mira Albrecht');
}
