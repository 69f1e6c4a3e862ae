// The fixtures of the end-to-end tests. Each test has a sandbox, a site and a browser context of its
// own, so that tests run side by side and none sees what another did.
//
//   import { test, expect } from './harness.mjs';
//
//   test('an event type is chosen', async ({ page, open, sandbox }) => {
//     await open(page, { host: 'plain' });
//     …
//     expect(await sandbox.facts('link_created')).toHaveLength(1);
//   });
//
// At the end of each test three things are checked by themselves: that no request went to a host that
// was not configured, that nothing complained on the console or broke the content security policy,
// and that axe finds no violation on the pages that are still open.
import { test as base, expect } from '@playwright/test';
import { assertAccessible } from './harness/axe.mjs';
import { Sandbox } from './harness/sandbox.mjs';
import { Site } from './harness/site.mjs';
import { Watch } from './harness/watch.mjs';

export { expect };

export const CLIENT_ID = 'slotlink-e2e';

/** The policy the widget and the page promise to work under, for these connect-src hosts. */
export function strictPolicy(...hosts) {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `connect-src 'self' ${hosts.join(' ')}`,
    "style-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** Where the example host pages are. */
const HOSTS = {
  dashboard: '/',
  plain: '/examples/plain.html',
  two: '/examples/two-widgets.html',
  strict: '/examples/strict-csp.html',
  vite: '/vite/',
};

export const test = base.extend({
  /** Whether time is the machine's, as it is for programs outside of a browser; otherwise tests have a time of their own. */
  realTime: [false, { option: true }],

  /** A stand-in for Calendly: see harness/sandbox.mjs. */
  sandbox: async ({ realTime }, use) => {
    const sandbox = await Sandbox.start(realTime ? { now: null } : {});
    await use(sandbox);
    await sandbox.stop();
  },

  /** The host pages: see harness/site.mjs. */
  site: async ({ sandbox }, use) => {
    const site = await Site.start();
    const redirect_uris = ['callback.html', 'slotlink/callback.html', 'vite/callback.html'].map(
      (path) => `${site.url}/${path}`,
    );
    // The standalone page names the second one by itself when it is opened with ?sandbox.
    for (const client_id of [CLIENT_ID, 'slotlink-dev']) await sandbox.clients({ client_id, redirect_uris });
    await use(site);
    await site.stop();
  },

  /** The check that runs by itself: see harness/watch.mjs. */
  watch: [
    async ({ context, site, sandbox }, use, info) => {
      const watch = new Watch(context);
      watch.allow({ host: site.url });
      for (const origin of sandbox.origins) watch.allow({ host: origin });
      await use(watch);
      // A test that failed already has said why.
      if (info.status === info.expectedStatus) await watch.judge({ context, site });
    },
    { auto: true },
  ],

  /**
   * Opens a host page whose elements point at this test's sandbox, with the browser's clock set to
   * the sandbox's.
   *
   * - `host`: dashboard, plain, two, strict, vite, or a path of the site
   * - `attributes`: for all elements, or a list with one object per element; null removes one
   * - `now`: sets both clocks to this instant first
   * - `csp`: a policy for every answer of the site; true for the strict one
   * - `query`: more for the address, such as `{ theme: 'dark' }`
   */
  open: async ({ site, sandbox }, use) => {
    await use(async (page, { host = 'plain', attributes = {}, now, csp, query = {} } = {}) => {
      const path = HOSTS[host] ?? host;
      const url = new URL(path, site.url);
      // The standalone page is told by its address, as `cargo xtask serve` does it.
      const configured = host === 'dashboard' ? {} : sandbox.attributes;
      const redirect = { dashboard: '/callback.html', vite: '/vite/callback.html' }[host] ?? '/slotlink/callback.html';
      const all = {
        'client-id': CLIENT_ID,
        'redirect-uri': `${site.url}${redirect}`,
        ...configured,
      };
      site.attributes = Array.isArray(attributes)
        ? attributes.map((own) => ({ ...all, ...own }))
        : { ...all, ...attributes };
      site.csp(csp === true || (csp === undefined && host === 'strict') ? strictPolicy(...sandbox.origins) : csp);
      if (host === 'dashboard') url.searchParams.set('sandbox', String(sandbox.port));
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      await page.clock.install({ time: new Date(await sandbox.clock(now)) });
      await page.goto(url.href);
      return url.href;
    });
  },

  /** axe on a page in the middle of a test; at its end it runs by itself. */
  axe: async ({}, use) => {
    await use((page) => assertAccessible(page));
  },
});
