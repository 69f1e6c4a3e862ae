// Several tabs with clients of their own: what they share by the browser's storage, its locks and its channels.
import { expect, test } from './harness.mjs';
import { NETWORK_COMPLAINT, NOW, pat } from './harness/drive.mjs';

const MINUTE = 60_000;
/** When the clocks of the tabs stand still. */
const START = Date.parse(NOW) + MINUTE;
const BLANK = '<!doctype html><html lang="en"><title>A program</title><main><h1>A program</h1></main></html>';

/** What a program of the site sends to the sandbox itself. */
async function api(sandbox, method, path, body) {
  const answer = await fetch(path.startsWith('http') ? path : sandbox.url + path, {
    method,
    headers: { authorization: `Bearer ${pat()}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text && JSON.parse(text);
}

/** Somebody books one of the next free times; the key of the change. */
async function book(sandbox, index) {
  const { resource: me } = await api(sandbox, 'GET', '/users/me');
  const { collection: types } = await api(sandbox, 'GET', `/event_types?user=${encodeURIComponent(me.uri)}`);
  const type = types.find(({ slug }) => slug === '30min');
  const now = Date.parse(await sandbox.clock());
  const at = (days) => new Date(now + days * 86_400_000 + 120_000).toISOString();
  const window = new URLSearchParams({ event_type: type.uri, start_time: at(0), end_time: at(14) });
  const { collection: times } = await api(sandbox, 'GET', `/event_type_available_times?${window}`);
  const { resource } = await api(sandbox, 'POST', '/invitees', {
    event_type: type.uri,
    start_time: times[index].start_time,
    invitee: { name: 'Jo Ahörn', email: 'jo@ahorn.example', timezone: 'Europe/Zurich' },
    location: { kind: type.locations[0].kind },
  });
  return `invitee.created ${resource.uri.split('/').pop()}`;
}

test.describe('the live feed', () => {
  /** Iterates over a feed for as long as the page is open; every change is told to the test. */
  const follow = (page, options) => page.evaluate(async (options) => {
    const { createClient } = await import('/slotlink/client/index.js');
    const { webhookKey } = await import('/slotlink/webhooks.js');
    const client = createClient({ apiUrl: options.apiUrl, token: options.token, rateLimit: { requests: 1e6, seconds: 60 } });
    const feed = client.liveFeed({ events: ['invitee.created'], scope: 'user', since: options.since, interval: 1, requestsPerMinute: 5000 });
    (async () => {
      for await (const webhook of feed) window.tell(webhookKey(webhook));
    })();
  }, options);

  test('two tabs hand out every change once, however they are closed and loaded anew', async ({ context, site, sandbox }) => {
    site.pages.set('/program.html', BLANK);
    const options = { apiUrl: sandbox.url, token: pat(), since: new Date(Date.parse(await sandbox.clock()) - 1000).toISOString() };
    const told = [];
    /** A tab that follows the feed, and goes on when it is loaded anew. */
    const open = async (name) => {
      const tab = await context.newPage();
      await tab.exposeFunction('tell', (key) => told.push([name, key]));
      await tab.goto(`${site.url}/program.html`);
      await follow(tab, options);
      return tab;
    };
    const first = await open('first');
    const keys = [await book(sandbox, 0)];
    await expect.poll(() => told).toEqual([['first', keys[0]]]);
    const second = await open('second');
    // They wait under one name: one has the lock, and the other is behind it.
    const locks = () => second.evaluate(async () => {
      const { held, pending } = await navigator.locks.query();
      const names = (list) => list.map(({ name }) => name).filter((name) => name.startsWith('slotlink feed '));
      return [names(held), names(pending)];
    });
    await expect.poll(async () => (await locks()).map((names) => names.length)).toEqual([1, 1]);
    const [[held], [pending]] = await locks();
    expect(pending).toBe(held);

    keys.push(await book(sandbox, 1), await book(sandbox, 2));
    await expect.poll(() => told.length).toBe(3);
    expect(told.map(([name]) => name)).toEqual(['first', 'first', 'first']);

    // Loaded anew it comes after the other one, which knows what it took.
    await first.reload();
    await follow(first, options);
    keys.push(await book(sandbox, 3));
    await expect.poll(() => told.length).toBe(4);
    expect(told[3][0]).toBe('second');

    await second.reload();
    keys.push(await book(sandbox, 4));
    await expect.poll(() => told.length).toBe(5);
    expect(told[4][0]).toBe('first');

    await first.close();
    keys.push(await book(sandbox, 5));
    await follow(second, options);
    await expect.poll(() => told.length).toBe(6);
    expect(told[5][0]).toBe('second');

    // A few polls more bring nothing that was told before.
    const polls = async () => (await sandbox.requests('GET /scheduled_events')).length;
    const before = await polls();
    await expect.poll(polls).toBeGreaterThan(before + 2);
    expect(told.map(([, key]) => key).sort()).toEqual([...keys].sort());
    const kept = await second.evaluate(() => Object.entries(localStorage).filter(([name]) => name.startsWith('slotlink feed ')));
    expect(kept).toHaveLength(1);
    expect(kept[0][0]).toBe(held);
    expect(kept[0][1]).not.toMatch(/ahorn/i);
  });
});

test.describe('the rate budget', () => {
  const LIMIT = { requests: 4, seconds: 60 };

  /**
   * A tab with a client of its own, whose clock stands still until the test sets it, and whose timers wait until the test
   * lets them go. (Playwright's clock is one for all tabs.)
   */
  async function open({ context, site, sandbox }, { token = pat(), limit = LIMIT } = {}) {
    const tab = await context.newPage();
    await tab.goto(`${site.url}/program.html`);
    await tab.evaluate((start) => {
      let now = start;
      let last = 0;
      const timers = new Map();
      Date.now = () => now;
      window.setTimeout = (act, millis = 0) => {
        last += 1;
        timers.set(last, [now + millis, act]);
        return last;
      };
      window.clearTimeout = (timer) => timers.delete(timer);
      window.set = (time) => { now = time; };
      window.go = () => {
        for (const [timer, [at, act]] of [...timers]) {
          if (at <= now && timers.delete(timer)) act();
        }
      };
    }, START);
    await tab.evaluate(async ([apiUrl, token, rateLimit]) => {
      const { createClient } = await import('/slotlink/client/index.js');
      window.client = createClient({ apiUrl, token, ...(rateLimit && { rateLimit }) });
      await window.client.ready;
      // Opened after the client's, so it hears later than that one; it hears those of its own page too.
      window.heard = 0;
      window.channel = new BroadcastChannel('slotlink:requests');
      window.channel.onmessage = () => { window.heard += 1; };
      window.done = 0;
      window.failed = [];
      window.waits = [];
      window.call = (times) => {
        const onProgress = ({ state, until }) => { if (state === 'waiting') window.waits.push(until.getTime()); };
        for (; times > 0; times -= 1) {
          window.client.getCurrentUser({}, { onProgress }).then(() => { window.done += 1; }, ({ code }) => { window.failed.push(code); });
        }
      };
    }, [sandbox.url, token, limit]);
    return tab;
  }

  const set = (tab, time) => tab.evaluate((time) => window.set(time), time);
  const go = (tab) => tab.evaluate(() => window.go());
  const call = (tab, times) => tab.evaluate((times) => window.call(times), times);
  const sees = (tab) => tab.evaluate(() => ({ done: window.done, heard: window.heard, waits: window.waits.length }));

  test('two tabs of one user together keep to the limit in every window', async ({ context, site, sandbox }) => {
    site.pages.set('/program.html', BLANK);
    await sandbox.clock(new Date(START).toISOString());
    const one = await open({ context, site, sandbox });
    const other = await open({ context, site, sandbox });
    const sent = async () => (await sandbox.requests('GET /users/me')).length;

    // A client hears for whom it has a token, and asks for one when it first needs it. The other learns no owner by this.
    await call(one, 1);
    await other.evaluate(() => window.client.getUser({ uuid: 'me' }));
    await expect.poll(() => sees(one)).toEqual({ done: 1, heard: 2, waits: 0 });
    let now = START + MINUTE + 500;
    await sandbox.advance(MINUTE + 500);
    for (const tab of [one, other]) {
      await set(tab, now);
      await tab.evaluate(() => { window.done = 0; window.heard = 0; });
    }

    await call(one, 3);
    await expect.poll(() => sees(one)).toEqual({ done: 3, heard: 3, waits: 0 });
    await expect.poll(() => sees(other)).toEqual({ done: 0, heard: 3, waits: 0 });
    // One knows by now whose the token is, the other only the token; both are the same user.
    expect(await one.evaluate(() => window.client.status.owner)).toContain('/users/');
    expect(await other.evaluate(() => window.client.status.owner)).toBeNull();
    await call(other, 3);
    await expect.poll(() => sees(other)).toEqual({ done: 1, heard: 4, waits: 2 });
    await expect.poll(() => sees(one)).toEqual({ done: 3, heard: 4, waits: 0 });
    await call(one, 3);
    await expect.poll(() => sees(one)).toEqual({ done: 3, heard: 4, waits: 3 });
    expect(await sent()).toBe(2 + 4);

    // A minute later both may send. In the very same moment each would, for what they tell takes a while; so one is first.
    now += MINUTE + 500;
    await sandbox.advance(MINUTE + 500);
    for (const tab of [one, other]) await set(tab, now);
    await go(one);
    await expect.poll(() => sees(one)).toMatchObject({ done: 6 });
    await expect.poll(() => sees(other)).toMatchObject({ done: 1, heard: 7 });
    await go(other);
    await expect.poll(() => sees(other)).toMatchObject({ done: 2 });
    await expect.poll(() => sees(one)).toMatchObject({ heard: 8 });
    expect(await sent()).toBe(2 + 8);

    await sandbox.advance(MINUTE + 3000);
    for (const tab of [one, other]) await set(tab, now + MINUTE + 3000);
    await go(other);
    await expect.poll(() => sees(other)).toMatchObject({ done: 3 });
    expect(await sent()).toBe(2 + 9);

    const moments = (await sandbox.requests('GET /users/me')).map(({ at }) => Date.parse(at));
    for (let last = LIMIT.requests; last < moments.length; last += 1) {
      expect(moments[last] - moments[last - LIMIT.requests], `the window that ends with request ${last}`).toBeGreaterThanOrEqual(LIMIT.seconds * 1000);
    }
    for (const tab of [one, other]) {
      expect(await tab.evaluate(() => window.failed)).toEqual([]);
      // What looks at open pages afterwards needs a clock that goes.
      await tab.close();
    }
  });

  test('a tab of another user has a budget of its own', async ({ context, site, sandbox }) => {
    site.pages.set('/program.html', BLANK);
    await sandbox.clock(new Date(START).toISOString());
    const one = await open({ context, site, sandbox });
    const other = await open({ context, site, sandbox }, { token: pat('dana-whitfield') });
    await call(one, 4);
    await expect.poll(() => sees(other)).toEqual({ done: 0, heard: 4, waits: 0 });
    await call(other, 5);
    await expect.poll(() => sees(other)).toEqual({ done: 4, heard: 8, waits: 1 });
    for (const tab of [one, other]) await tab.close();
  });

  for (const [plan, user, refused] of [
    ['a paid plan is found out while nobody waits', 'mira-albrecht', 0],
    ['the free plan is found out by one request that is refused', 'dana-whitfield', 1],
  ]) {
    test(`no header tells the limit: ${plan}`, async ({ context, site, sandbox, watch }) => {
      watch.allow({ console: NETWORK_COMPLAINT });
      site.pages.set('/program.html', BLANK);
      await sandbox.clock(new Date(START).toISOString());
      const tab = await open({ context, site, sandbox }, { token: pat(user), limit: null });
      await call(tab, 1);
      await expect.poll(() => sees(tab)).toMatchObject({ done: 1 });
      await call(tab, 119);
      let now = START;
      const refusals = async () => (await sandbox.requests('GET /users/me')).filter(({ status }) => status === 429);
      // Minutes pass for those alone who have to wait for them.
      for (const done of refused ? [50, 100, 120] : [120]) {
        if (done > 50 && refused) {
          await sandbox.advance(MINUTE + 500);
          await set(tab, (now += MINUTE + 500));
        }
        await expect.poll(async () => {
          await go(tab);
          return sees(tab);
        }).toMatchObject({ done });
        await expect.poll(refusals).toHaveLength(refused);
      }
      expect(await tab.evaluate(() => window.failed)).toEqual([]);
      expect(await refusals()).toHaveLength(refused);
      await tab.close();
    });
  }
});
