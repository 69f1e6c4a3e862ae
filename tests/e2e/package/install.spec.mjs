// The packed tarball, installed in a fresh Vite page, does its job in the browser.
import { expect, test } from '../harness.mjs';

test('the built page registers the element and loads the module from its own folder', async ({
  page,
  open,
  site,
}) => {
  await open(page, { host: 'vite' });
  await expect(page.locator('slotlink-widget')).toBeVisible();
  await expect.poll(() => site.requests.some(({ url }) => /^\/vite\/.*\.wasm$/.test(url))).toBe(true);
});
