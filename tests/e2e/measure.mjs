// Measures the widget's page against the floor page and prints a table in Markdown: `cargo xtask bench`.
//
// Runs are interleaved, each with a browser context and a sandbox of its own, so caches are cold and
// neither page profits from the other. The sandbox allows the sign-in without a click; both pages go
// through the same popup.
import { chromium } from '@playwright/test';
import config from './playwright.config.mjs';
import { Sandbox } from './harness/sandbox.mjs';
import { Site } from './harness/site.mjs';

const RUNS = Number(process.argv[2] ?? 15);
const NOW = '2026-12-01T08:00:00Z';
const USER = 'mira-albrecht';
const CLIENT = 'slotlink-bench';

const PAGES = {
  widget: (setup) => `${setup.site.url}/bench/widget.html`,
  floor: (setup) => {
    const query = new URLSearchParams({
      api: setup.sandbox.url,
      client: CLIENT,
      redirect: `${setup.site.url}/bench/floor-callback.html`,
      type: setup.type,
    });
    return `${setup.site.url}/bench/floor.html?${query}`;
  },
};

/** On what the pages run, and what is asked of the widget beside the floor there. */
const CONDITIONS = [
  { name: 'This machine', aim: 1.5 },
  { name: 'CPU four times slower', cpu: 4, aim: 1.5 },
  // As much as a slow mobile connection: milliseconds there and back, bytes per second each way.
  {
    name: 'Slow network: 150 ms, 1.6 Mbit/s',
    network: { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 },
    aim: 2,
  },
];

/** Runs in the page before anything else: notes what happens and when. */
function instrument({ offset }) {
  const seen = (globalThis.__bench = { tasks: [], shifts: [], memories: [] });
  const now = Date.now;
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...values) {
      super(...(values.length === 0 ? [now.call(Real) + offset] : values));
    }
    static now() {
      return now.call(Real) + offset;
    }
  };
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe('longtask', (entry) => seen.tasks.push(entry.duration));
  observe('layout-shift', (entry) => seen.shifts.push(entry.value));

  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...values) => {
      const result = await real.apply(WebAssembly, values);
      const memory = (result.instance ?? result).exports?.memory;
      if (memory) seen.memories.push(memory);
      return result;
    };
  }

  addEventListener('click', () => (seen.click ??= performance.now()), true);
  const roots = () => [document, ...[...document.querySelectorAll('slotlink-widget')].map((host) => host.shadowRoot)];
  const shown = (selector) =>
    roots()
      .flatMap((root) => [...(root?.querySelectorAll(selector) ?? [])])
      .filter((found) => found.getClientRects().length > 0);
  const look = () => {
    const now = performance.now();
    if (seen.button === undefined && shown('button').some((button) => /sign in/i.test(button.textContent))) {
      seen.button = now;
    }
    // Both pages mark a time that can be chosen with the instant it stands for.
    if (shown('[data-at]').length > 0) seen.slots ??= now;
    if (seen.slots === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function prepare() {
  const sandbox = await Sandbox.start();
  const site = await Site.start();
  await sandbox.clock(NOW);
  await sandbox.options({ auto_allow: USER });
  await sandbox.clients({
    client_id: CLIENT,
    redirect_uris: [`${site.url}/bench/floor-callback.html`, `${site.url}/slotlink/callback.html`],
  });
  const type = await busiestType(sandbox);
  await sandbox.options({ auto_allow: USER });
  site.attributes = {
    ...sandbox.attributes,
    'client-id': CLIENT,
    'redirect-uri': `${site.url}/slotlink/callback.html`,
    'event-type': type,
  };
  return { sandbox, site, type };
}

/** The first event type with times in the month that is measured. */
async function busiestType(sandbox) {
  const token = await sandbox.token({ user: USER });
  const headers = { authorization: `Bearer ${token}` };
  const get = async (path) => (await fetch(`${sandbox.url}${path}`, { headers })).json();
  const { resource: user } = await get('/users/me');
  const { collection } = await get(`/event_types?active=true&count=20&user=${encodeURIComponent(user.uri)}`);
  for (const type of collection) {
    const query = new URLSearchParams({
      event_type: type.uri,
      start_time: '2026-12-01T08:05:00Z',
      end_time: '2026-12-31T00:00:00Z',
    });
    const times = await get(`/event_type_available_times?${query}`);
    if (times.collection?.length > 100) return type.uri;
  }
  throw new Error('the sandbox has no event type with enough times to measure');
}

/** Slows a page down. */
async function slow(context, page, { cpu, network }) {
  const debug = await context.newCDPSession(page);
  if (cpu) await debug.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  if (network) {
    await debug.send('Network.enable');
    await debug.send('Network.emulateNetworkConditions', network);
  }
}

async function run(browser, name, condition) {
  const setup = await prepare();
  setup.site.compresses = true;
  const before = (await setup.sandbox.ledger()).requests.length;
  const context = await browser.newContext({ viewport: { width: 1000, height: 1000 }, timezoneId: 'Europe/Berlin' });
  try {
    await context.addInitScript(instrument, { offset: Date.parse(NOW) - Date.now() });
    const page = await context.newPage();
    await slow(context, page, condition);
    // The window of the sign-in, too. It may be gone before it could be slowed down.
    context.on('page', (other) => slow(context, other, condition).catch(() => {}));
    await page.goto(PAGES[name](setup), { waitUntil: 'commit' });
    await page.getByRole('button', { name: /sign in/i }).first().click({ timeout: 30_000 });
    await page.waitForFunction(() => globalThis.__bench.slots !== undefined, undefined, { timeout: 30_000 });
    // What the page still fetches ahead belongs to its work, and to its memory.
    await page.waitForTimeout(1500);
    const debug = await context.newCDPSession(page);
    await debug.send('HeapProfiler.collectGarbage');
    await debug.send('Performance.enable');
    const { metrics } = await debug.send('Performance.getMetrics');
    const heap = metrics.find((metric) => metric.name === 'JSHeapUsedSize').value;
    const seen = await page.evaluate(() => {
      const { button, click, slots, tasks, shifts, memories } = globalThis.__bench;
      const wasm = memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
      return { button, click, slots, tasks, shifts, wasm };
    });
    const requests = (await setup.sandbox.ledger()).requests
      .slice(before)
      .filter((request) => request.method !== 'OPTIONS')
      .map((request) => `${request.method} ${request.path.replace(/[0-9a-f-]{16,}$/i, '…')}`);
    return {
      start: seen.button,
      slots: seen.button + (seen.slots - seen.click),
      tasks: seen.tasks.length,
      longest: Math.max(0, ...seen.tasks),
      shift: seen.shifts.reduce((sum, value) => sum + value, 0),
      heap: heap / 1e6,
      wasm: seen.wasm / 1e6,
      memory: (heap + seen.wasm) / 1e6,
      requests,
    };
  } finally {
    await context.close();
    await setup.site.stop();
    await setup.sandbox.stop();
  }
}

/** Works in a list of event types, and in a month of the times of one of them; how long its tasks kept the page busy. */
async function many(browser, { more, type }) {
  const setup = await prepare();
  setup.site.compresses = true;
  delete setup.site.attributes['event-type'];
  await setup.sandbox.options({ auto_allow: USER, more_event_types: more, expose_headers: true });
  const context = await browser.newContext({ viewport: { width: 1000, height: 1000 }, timezoneId: 'Europe/Berlin' });
  try {
    await context.addInitScript(instrument, { offset: Date.parse(NOW) - Date.now() });
    const page = await context.newPage();
    await page.goto(PAGES.widget(setup), { waitUntil: 'commit' });
    await page.getByRole('button', { name: /sign in/i }).first().click({ timeout: 30_000 });
    const options = page.getByRole('option');
    const offered = async () => Number((await options.first().getAttribute('aria-setsize')) ?? (await options.count()));
    await options.first().waitFor();
    let types = await offered();
    for (let before = -1; before !== types; types = await offered()) {
      before = types;
      await page.waitForTimeout(4000);
    }
    /** The longest task while something is done, in milliseconds; 0 where none took 50. */
    const longest = async (act) => {
      await page.evaluate(() => { globalThis.__bench.tasks.length = 0; });
      await act();
      await page.waitForTimeout(600);
      return page.evaluate(() => Math.max(0, ...globalThis.__bench.tasks));
    };
    const typing = await longest(() => page.getByRole('combobox').pressSequentially(type, { delay: 80 }));
    await options.first().click();
    await page.locator('[data-at]').first().waitFor();
    await page.waitForTimeout(1500);
    const laying = await longest(async () => {
      await page.getByRole('radio', { name: 'List' }).check();
      await page.locator('.list-day [data-at]').first().waitFor();
    });
    const times = await page.locator('.list-head .faint').evaluateAll((counts) => counts.reduce((sum, { textContent }) => sum + Number.parseInt(textContent, 10), 0));
    const scrolling = await longest(async () => {
      await page.mouse.move(500, 800);
      for (let step = 0; step < 30; step += 1) {
        await page.mouse.wheel(0, 600);
        await page.waitForTimeout(30);
      }
    });
    return { types, times, typing, laying, scrolling };
  } finally {
    await context.close();
    await setup.site.stop();
    await setup.sandbox.stop();
  }
}

const MANY_ROWS = [
  ['types', 'event types'],
  ['typing', 'longest task while searching them, ms'],
  ['times', 'times in the month'],
  ['laying', 'longest task while they are laid out as a list, ms'],
  ['scrolling', 'longest task while that is scrolled, ms'],
];

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const ROWS = [
  ['start', 'start to sign-in button, ms', 0],
  ['slots', 'start to slots visible, ms', 0],
  ['tasks', 'tasks over 50 ms', 0],
  ['longest', 'longest task over 50 ms, ms', 0],
  ['shift', 'layout shift, sum', 4],
  ['heap', 'JavaScript heap, MB', 2],
  ['wasm', 'wasm memory, MB', 2],
  ['memory', 'heap and wasm, MB', 2],
];

function cell(runs, key, digits) {
  const values = runs.map((one) => one[key]);
  const text = (value) => value.toFixed(digits);
  return `${text(median(values))} (${text(Math.min(...values))}–${text(Math.max(...values))})`;
}

function counted(requests) {
  const counts = new Map();
  for (const request of requests) counts.set(request, (counts.get(request) ?? 0) + 1);
  return [...counts].sort().map(([request, count]) => `${count} × \`${request}\``).join(', ');
}

const names = ['widget', 'floor'];

function table(results, rows) {
  console.log(`| | ${names.join(' | ')} | ratio of medians |`);
  console.log(`|---|${names.map(() => '--:').join('|')}|--:|`);
  for (const [key, label, digits] of rows) {
    const cells = names.map((name) => cell(results[name], key, digits));
    const [first, second] = names.map((name) => median(results[name].map((one) => one[key])));
    const ratio = second > 0 ? `${(first / second).toFixed(2)}` : '';
    console.log(`| ${label} | ${cells.join(' | ')} | ${ratio} |`);
  }
}

const browser = await chromium.launch({ ...config.use.launchOptions });
const measured = [];
// Not counted: the server compresses each file when it is first asked for.
for (const name of names) await run(browser, name, {});
for (const condition of CONDITIONS) {
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let index = 0; index < RUNS; index++) {
    for (const name of names) {
      results[name].push(await run(browser, name, condition));
      console.error(`${condition.name}, run ${index + 1} of ${RUNS}: ${name}`);
    }
  }
  measured.push(results);
}
const few = [];
const lots = [];
for (let index = 0; index < 3; index++) {
  few.push(await many(browser, { more: 0, type: '30 minute' }));
  lots.push(await many(browser, { more: 5500, type: 'any time' }));
  console.error(`many event types and times, run ${index + 1} of 3`);
}
const version = browser.version();
await browser.close();

console.log(`Chromium ${version}, headless, ${process.platform} ${process.arch}; median of ${RUNS} interleaved runs (least–most).`);
for (const [index, condition] of CONDITIONS.entries()) {
  console.log(`\n### ${condition.name}\n\nAimed at: slots visible within ${condition.aim} times the floor.\n`);
  // Memory and layout are the same however long things take.
  table(measured[index], index === 0 ? ROWS : ROWS.slice(0, 4));
}
console.log('\n### Many event types, many times\n\nThe same work on two accounts; tasks below 50 ms count as 0. Median of 3 (least–most).\n');
console.log('| | many | few |\n|---|--:|--:|');
for (const [key, label] of MANY_ROWS) console.log(`| ${label} | ${cell(lots, key, 0)} | ${cell(few, key, 0)} |`);
console.log('\nRequests to the sandbox in the last run (preflights apart):\n');
for (const name of names) console.log(`- ${name}: ${counted(measured[0][name].at(-1).requests)}`);
