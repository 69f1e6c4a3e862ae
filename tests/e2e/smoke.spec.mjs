// The least that must work before anything else is worth testing.
import { expect, test } from './harness.mjs';

test('the widget starts in a plain page', async ({ page, open }) => {
  await open(page, { host: 'plain' });
  await expect(page.locator('slotlink-widget')).toBeVisible();
});

test('the standalone page starts under the strict policy', async ({ page, open }) => {
  await open(page, { host: 'dashboard', csp: true });
  await expect(page.locator('slotlink-dashboard')).toBeVisible();
});

test('the strict example starts under the strict policy', async ({ page, open }) => {
  await open(page, { host: 'strict' });
  await expect(page.locator('slotlink-widget')).toBeVisible();
});

test('two widgets share a page', async ({ page, open }) => {
  await open(page, { host: 'two' });
  await expect(page.locator('slotlink-widget')).toHaveCount(2);
});
