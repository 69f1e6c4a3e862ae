// The packed tarball, installed in a fresh Vite page, does its job in the browser.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
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

test('the main job is done from the package: sign in, choose, copy, make a link', async ({
  page,
  open,
  context,
  sandbox,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, { host: 'vite', now: '2026-12-01T08:00:00Z' });
  const widget = page.locator('slotlink-widget');

  const opened = page.waitForEvent('popup');
  await widget.getByRole('button', { name: 'Sign in with Calendly' }).click();
  const popup = await opened;
  await popup.getByRole('radio', { name: /Mira/ }).check();
  await popup.getByRole('button', { name: 'Allow' }).click();

  await widget.getByRole('option', { name: /^30 Minute Meeting/ }).click();
  const time = widget.getByRole('checkbox', { name: /^\d{1,2}:\d{2}/ }).first();
  await time.check();
  await widget.getByRole('button', { name: /^Copy times/ }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/December/);

  await widget.getByRole('button', { name: 'Create single-use link' }).click();
  await expect(page.locator('#last')).toHaveText('link-created');
  const links = await sandbox.facts('link_created');
  expect(links).toHaveLength(1);
  await expect(widget.getByText(new URL(links[0].booking_url).pathname).first()).toBeVisible();
});

test('the callback page of the package is served beside the built page', async ({ request, site }) => {
  const page = await request.get(`${site.url}/vite/callback.html`);
  expect(page.status()).toBe(200);
  expect(await page.text()).toContain('callback.js');
  expect((await request.get(`${site.url}/vite/callback.js`)).status()).toBe(200);
});

test('the development server finds the module beside the scripts', async ({ page, watch }) => {
  test.skip(!process.env.SLOTLINK_EXAMPLE, 'the example is installed by `cargo xtask test`');
  const server = await developmentServer(process.env.SLOTLINK_EXAMPLE);
  try {
    watch.allow({ host: server.url });
    const module = page.waitForResponse((response) => response.url().includes('.wasm'));
    await page.goto(server.url);
    const response = await module;
    expect(response.status()).toBe(200);
    expect(response.headers()['content-type']).toBe('application/wasm');
    await expect(page.locator('slotlink-widget')).toBeVisible();
  } finally {
    await server.stop();
  }
});

async function developmentServer(folder) {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['node_modules/vite/bin/vite.js', '--port', String(port), '--strictPort', '--host', '127.0.0.1'],
    { cwd: folder, stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}/`;
  await expect.poll(() => fetch(url).then((answer) => answer.ok, () => false), { timeout: 30_000 }).toBe(true);
  const stop = () =>
    new Promise((done) => {
      child.once('exit', done);
      child.kill();
    });
  return { url, stop };
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
