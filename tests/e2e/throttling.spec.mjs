// Calendly asks to slow down: how long everything waits, for every job, and that many tabs at once are no storm.
import { expect, test } from './harness.mjs';
import {
  NETWORK_COMPLAINT, NOW, createButton, element, eventType, forgetLedger, later, pat, settled, showTimes, signIn, slots, useToken,
} from './harness/drive.mjs';
import { expectAccount } from './harness/sign_in.mjs';

const BERLIN = { timezone: 'Europe/Berlin' };
const READABLE = { 'access-control-expose-headers': 'Retry-After, X-RateLimit-Reset' };
const WAITING = 'Calendly takes no more requests for now. Slotlink goes on by itself soon after';

/** The jobs, each with its request, what begins it, and what has come when it succeeded. */
const JOBS = {
  'the profile': { route: 'GET /users/me', list: true, done: (page) => page.getByRole('button', { name: 'Account: Mira Albrecht' }) },
  'the event types': { route: 'GET /event_types', list: true, done: (page) => page.getByRole('option').first() },
  'the times': { route: 'GET /event_type_available_times', done: (page) => slots(page).first() },
  'a link': {
    route: 'POST /scheduling_links',
    begin: (page) => createButton(page).click(),
    done: (page) => page.getByText('Link created', { exact: true }),
  },
};

test.beforeEach(({ watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
});

/** Lets a job meet one 429 with these headers; answers after how many seconds of the sandbox it was asked again. */
async function waited({ page, open, sandbox }, { route, list, begin, done }, headers, { told = true, step = 1000 } = {}) {
  const fault = [{ route, status: 429, headers, body: { title: 'Too Many Requests', message: 'Slow down.' } }];
  if (begin) {
    await showTimes({ page, open, sandbox }, { attributes: BERLIN });
    await expectAccount(page, 'Mira Albrecht');
    await forgetLedger(sandbox);
    await sandbox.faults(fault);
    await begin(page);
  } else {
    await sandbox.faults(fault);
    await sandbox.clock(NOW);
    const type = list ? undefined : (await eventType(sandbox, '30min')).id;
    await open(page, { now: NOW, attributes: { 'event-type': type, ...BERLIN } });
    await signIn(page);
  }
  await expect.poll(() => sandbox.requests(route)).toHaveLength(1);
  if (told) await expect(page.getByText(WAITING)).toBeVisible();
  await expect
    .poll(async () => {
      await later(page, sandbox, step);
      return (await sandbox.requests(route)).length;
    }, { intervals: [20], timeout: 40_000 })
    .toBeGreaterThan(1);
  await expect(done(page)).toBeVisible();
  await expect(page.getByText(WAITING)).toHaveCount(0);
  const [first, second] = (await sandbox.requests(route)).map(({ at }) => Date.parse(at));
  return (second - first) / 1000;
}

for (const [job, how] of Object.entries(JOBS)) {
  test(`a 429 to ${job} that names seven seconds is waited for that long, and not for a minute`, async ({ page, open, sandbox }) => {
    const seconds = await waited({ page, open, sandbox }, how, { 'x-ratelimit-reset': '7', ...READABLE });
    expect(seconds).toBeGreaterThanOrEqual(7);
    expect(seconds).toBeLessThan(60);
  });

  test(`a 429 to ${job} whose headers scripts may not read is waited for a minute`, async ({ page, open, sandbox }) => {
    const seconds = await waited({ page, open, sandbox }, how, { 'x-ratelimit-reset': '7', 'retry-after': '7' }, { step: 3000 });
    expect(seconds).toBeGreaterThanOrEqual(60);
  });
}

for (const [headers, least] of [
  [{ 'x-ratelimit-reset': '0' }, 1],
  [{ 'x-ratelimit-reset': '-1' }, 1],
  [{ 'x-ratelimit-reset': 'soon' }, 60],
  [{ 'retry-after': 'Tue, 01 Dec 2026 08:00:05 GMT' }, 60],
  [{ 'x-ratelimit-reset': '1e12' }, 60],
  [{ 'x-ratelimit-reset': '1000000000000' }, 300],
]) {
  test(`a 429 that says ${JSON.stringify(headers)} is waited for ${least} seconds`, async ({ page, open, sandbox }) => {
    const step = least > 1 ? 3000 : 1000;
    const seconds = await waited({ page, open, sandbox }, JOBS['the profile'], { ...headers, ...READABLE }, { told: least > 1, step });
    expect(seconds).toBeGreaterThanOrEqual(least);
    // A clock runs on while the test is slow; the next longer wait would be this one.
    expect(seconds).toBeLessThan({ 1: 60, 60: 300, 300: Infinity }[least]);
  });
}

test('ten tabs of one user that are all refused for a minute ask once more each at most, and then wait together', async ({ page, context, open, sandbox }) => {
  test.slow();
  await showTimes({ page, open, sandbox }, { attributes: BERLIN });
  const tabs = [page];
  while (tabs.length < 10) {
    const tab = await context.newPage();
    await tab.goto(page.url());
    await useToken(tab, pat());
    tabs.push(tab);
  }
  for (const tab of tabs) {
    await expectAccount(tab, 'Mira Albrecht');
    await settled(tab);
  }
  await forgetLedger(sandbox);
  await sandbox.faults([{ route: 'GET /*', times: null, status: 429, body: {} }]);
  const everybody = () => Promise.all(tabs.map((tab) => tab.getByRole('button', { name: 'Refresh' }).click()));
  await everybody();
  const asked = async () => (await sandbox.ledger()).requests.filter(({ method }) => method === 'GET');
  await expect.poll(async () => (await asked()).length).toBeGreaterThan(0);
  for (const tab of tabs) await expect(tab.getByText(WAITING)).toBeVisible();
  const first = (await asked()).length;
  expect(first).toBeLessThanOrEqual(10);
  await everybody();
  // The clock is the context's: it passes for all tabs.
  await page.clock.runFor(30_000);
  expect(await asked()).toHaveLength(first);

  await sandbox.faults([]);
  await sandbox.advance(70_000);
  await expect
    .poll(async () => {
      await page.clock.fastForward(10_000);
      return Promise.all(tabs.map((tab) => tab.getByText(WAITING).count()));
    })
    .toEqual(tabs.map(() => 0));
  expect((await asked()).filter(({ status }) => status === 429)).toHaveLength(first);
});

/** Refused by answers that the page may not read, as where a 429 lacks the headers for other origins. */
const UNREADABLE = { times: null, status: 429, no_cors: true, body: {} };
const POST = 'POST /scheduling_links';
const UNKNOWN = 'Calendly did not answer. The link may exist';

test('a limit whose answers the page may not read lets one link become Unknown and none after it, and goes on when it is over', async ({
  page,
  open,
  sandbox,
}) => {
  await sandbox.options({ keep_alive: false });
  await showTimes({ page, open, sandbox });
  await expectAccount(page, 'Mira Albrecht');
  await sandbox.faults([{ route: 'GET /*', ...UNREADABLE }, { route: POST, ...UNREADABLE }]);
  await createButton(page).click();
  await expect(page.getByText(UNKNOWN).first()).toBeVisible();
  await expect(page.getByText(WAITING)).toBeVisible();
  await createButton(page).click();
  await later(page, sandbox, 10_000);
  expect(await sandbox.requests(POST)).toHaveLength(1);
  await sandbox.faults([]);
  await expect
    .poll(async () => {
      await later(page, sandbox, 10_000);
      return (await sandbox.facts('link_created')).length;
    })
    .toBe(1);
  expect(await sandbox.requests(POST)).toHaveLength(2);
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
});

test('a limit whose answers the page may not read stops reading after the second, and goes on a minute later', async ({
  page,
  open,
  sandbox,
}) => {
  await showTimes({ page, open, sandbox });
  await expectAccount(page, 'Mira Albrecht');
  await forgetLedger(sandbox);
  await sandbox.faults([{ route: 'GET /*', ...UNREADABLE }]);
  await page.getByRole('button', { name: 'Refresh' }).click();
  // A repetition waits a moment first.
  await expect
    .poll(async () => {
      await later(page, sandbox, 500);
      return page.getByText(WAITING).count();
    })
    .toBe(1);
  const asked = async () => (await sandbox.ledger()).requests.filter(({ status }) => status === 429);
  const refused = await asked();
  const of = (path) => refused.filter((request) => request.path === path).length;
  // Two windows, each twice; and once for both, whose token it is.
  expect(of('/event_type_available_times')).toBeLessThanOrEqual(4);
  expect(of('/users/me')).toBe(1);
  await later(page, sandbox, 30_000);
  expect(await asked()).toHaveLength(refused.length);
  await sandbox.faults([]);
  await expect
    .poll(async () => {
      await later(page, sandbox, 10_000);
      return page.getByText(WAITING).count();
    })
    .toBe(0);
  await settled(page);
  expect(await asked()).toHaveLength(refused.length);
  await expect(page.getByText('Calendly did not answer.')).toHaveCount(0);
});

test('a link whose answer is lost where Calendly goes on to answer makes nothing wait', async ({ page, open, sandbox }) => {
  await sandbox.options({ keep_alive: false });
  await showTimes({ page, open, sandbox });
  await expectAccount(page, 'Mira Albrecht');
  await sandbox.faults([{ route: POST, times: 1, cut: 'before_headers' }]);
  await createButton(page).click();
  await expect(page.getByText(UNKNOWN).first()).toBeVisible();
  await createButton(page).click();
  await expect(page.getByText('Link created', { exact: true })).toBeVisible();
  await expect(page.getByText(WAITING)).toHaveCount(0);
});
