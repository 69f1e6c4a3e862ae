// The creation of a link over https, where its body can be sent once only: by HTTP/2 in Chromium. The matrix has what comes of
// connections that break; here is how a server and a network that do not take it are met.
import { expect, test } from './harness.mjs';
import { createButton, element, notices, signIn } from './harness/drive.mjs';
import { REACHING, WIRE, through } from './harness/wire.mjs';

test.use(REACHING);

const ROUTE = 'POST /scheduling_links';
/** Signed in through the worker that holds the tokens. */
const WORKER = { attributes: { 'token-worker': '/slotlink/worker.js' }, enter: signIn };
const created = (page) => page.getByText('Link created', { exact: true });
const lengths = (wire) => wire.asked(ROUTE).map(({ length }) => length === undefined);

async function createAnother(page, sandbox) {
  await element(page).evaluate((host) => host.createLink());
  await expect.poll(async () => (await sandbox.facts('link_created')).length).toBe(2);
  await expect(created(page)).toBeVisible();
}

test('the body is a stream, for every link', async ({ page, open, sandbox, site, watch }) => {
  await through({ http2: true }, { page, open, sandbox, site, watch }, async (wire) => {
    await createButton(page).click();
    await expect(created(page)).toBeVisible();
    await createAnother(page, sandbox);
    expect(lengths(wire)).toEqual([true, true]);
  });
});

test('a server that wants the length first is told it, then and from then on', async ({ page, open, sandbox, site, watch }) => {
  await through({ http2: true }, { page, open, sandbox, site, watch }, async (wire) => {
    wire.spoil(ROUTE, WIRE.lengthRequired);
    await createButton(page).click();
    await expect(created(page)).toBeVisible();
    expect(lengths(wire)).toEqual([true, false]);
    await createAnother(page, sandbox);
    expect(lengths(wire)).toEqual([true, false, false]);
    await expect(notices(page)).toHaveCount(0);
  });
});

test('by HTTP/1.1 nothing is sent twice because of it', async ({ page, open, sandbox, site, watch }) => {
  await through({}, { page, open, sandbox, site, watch }, async (wire) => {
    await createButton(page).click();
    await expect(created(page)).toBeVisible();
    await createAnother(page, sandbox);
    expect(lengths(wire)).toEqual([false, false]);
    // Whether anything answers is asked once: afterwards it is known that there are no streams here.
    expect(wire.asked('GET /scheduling_links')).toHaveLength(1);
    await expect(notices(page)).toHaveCount(0);
  });
});

/** As a proxy would that breaks off what has no length. */
const breaksStreams = async ({ request, stream, pass, answer }) => {
  if (!('content-length' in request.headers)) return stream.close(2);
  return answer(await pass());
};

test('two streams that are lost, and none that arrived, are the last: the way does not take them', async ({ page, open, sandbox, site, watch }) => {
  await through({ http2: true }, { page, open, sandbox, site, watch }, async (wire) => {
    wire.spoil(ROUTE, breaksStreams);
    for (const losses of [1, 2]) {
      await createButton(page).click();
      await expect(notices(page).filter({ hasText: 'Calendly did not answer.' })).toBeVisible();
      await expect.poll(() => lengths(wire)).toHaveLength(losses);
    }
    // Two losses are a pause as well: it may be a limit whose answer scripts may not read.
    await page.clock.fastForward(61_000);
    await createButton(page).click();
    await expect(created(page)).toBeVisible();
    expect(lengths(wire)).toEqual([true, true, false]);
    expect(await sandbox.facts('link_created')).toHaveLength(1);
  });
});

test('once a stream has arrived they go on being streams, however many are lost: each makes one link at most', async ({ page, open, sandbox, site, watch }) => {
  await through({ http2: true }, { page, open, sandbox, site, watch }, async (wire) => {
    for (let round = 1; round <= 3; round += 1) {
      await element(page).evaluate((host) => host.createLink());
      wire.spoil(ROUTE, WIRE.lost, 1);
      await element(page).evaluate((host) => host.createLink());
      expect(await sandbox.facts('link_created')).toHaveLength(2 * round);
    }
    expect(new Set(lengths(wire))).toEqual(new Set([true]));
    expect(lengths(wire)).toHaveLength(6);
  });
});

test('where nothing answers nothing was made, and that is said', async ({ page, open, sandbox, site, watch }) => {
  await through({ http2: true }, { page, open, sandbox, site, watch }, async (wire) => {
    await wire.close();
    await createButton(page).click();
    await expect(notices(page)).toContainText('No link was created. Nothing was sent: Calendly cannot be reached. Try again.');
    expect(await sandbox.facts('link_created')).toEqual([]);
    await wire.listen();
    await createButton(page).click();
    await expect(created(page)).toBeVisible();
    await expect(notices(page)).toHaveCount(0);
  });
});

test('the worker that holds the tokens sends streams, too', async ({ page, open, sandbox, site, watch }) => {
  await through({ http2: true, ...WORKER }, { page, open, sandbox, site, watch }, async (wire) => {
    await createButton(page).click();
    await expect(created(page)).toBeVisible();
    wire.spoil(ROUTE, WIRE.lost);
    await element(page).evaluate((host) => host.createLink().catch(() => {}));
    await expect(notices(page).filter({ hasText: 'Calendly did not answer.' })).toBeVisible();
    expect(lengths(wire)).toEqual([true, true]);
    expect(await sandbox.facts('link_created')).toHaveLength(2);
  });
});

test('what the worker’s browser never asked for was not sent, and that is said', async ({ page, open, sandbox, site, watch }) => {
  await through({ http2: true, ...WORKER }, { page, open, sandbox, site, watch }, async (wire) => {
    await wire.close();
    await createButton(page).click();
    await expect(notices(page)).toContainText('No link was created. Nothing was sent: Calendly cannot be reached. Try again.');
    await wire.listen();
    await createButton(page).click();
    await expect(created(page)).toBeVisible();
    expect(await sandbox.facts('link_created')).toHaveLength(1);
  });
});

test('the worker falls back to texts by HTTP/1.1', async ({ page, open, sandbox, site, watch }) => {
  await through(WORKER, { page, open, sandbox, site, watch }, async (wire) => {
    await createButton(page).click();
    await expect(created(page)).toBeVisible();
    await createAnother(page, sandbox);
    expect(lengths(wire)).toEqual([false, false]);
    await expect(notices(page)).toHaveCount(0);
  });
});
