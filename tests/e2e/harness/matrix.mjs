// The fault matrix: what may come of a fault, how each job is brought to meet it, and how the table is written out.
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { CLIENT_ID } from '../harness.mjs';
import { ahead, createButton, eventType, forgetLedger, linksButton, notices, pat, rows, settled, slots, useToken } from './drive.mjs';
import { accountButton, expectAccount, signInButton } from './sign_in.mjs';

const NOW = '2026-12-01T08:00:00Z';

/** The jobs, each with the request that is spoilt. */
export const JOBS = {
  signIn: { title: 'Sign-in', route: 'POST /oauth/token' },
  profile: { title: 'Profile', route: 'GET /users/me' },
  types: { title: 'Event types', route: 'GET /event_types' },
  times: { title: 'Available times', route: 'GET /event_type_available_times' },
  link: { title: 'Single-use link', route: 'POST /scheduling_links' },
};

/** What is said where an answer is missing, and where it is none. */
export const SILENT = 'Calendly did not answer.';
export const STRANGE = Object.assign(/the answer (is not json|has no usable field)/, { short: 'the answer is not …' });

// What comes of a fault. `asked`: how often the server is asked, `made`: how many links it makes; a pair is a range, where
// the browser decides by itself.

/** A read fails with these words, or any; afterwards Retry has it. */
export const says = (words, asked = 4) => ({ kind: 'says', words, asked });
/** A read fails with these words for as long as the token is the same; another one has it. */
export const lacks = (words) => ({ kind: 'lacks', words, asked: 1 });
/** A read succeeds in the end, and nothing is said. */
export const comes = (asked = 1) => ({ kind: 'comes', asked });
/** A link is there, with its address. */
export const created = (asked = 1, made = 1) => ({ kind: 'Created', asked, made });
/** Nobody knows whether a link was made. */
export const unknown = (asked = 1, made = 0) => ({ kind: 'Unknown', asked, made });
/** No link was made, for this reason. */
export const refused = (words, asked = 1) => ({ kind: 'Refused', words, asked, made: 0 });
/** No server has the request, and nothing was made; tried so many times. */
export const notSent = (words, asked = 0) => ({ kind: 'NotSent', words, asked, made: 0 });
/** Nobody is signed in, these words say why, and the next try succeeds. */
export const fails = (words, asked = 1) => ({ kind: 'fails', words, asked });
/** The sign-in succeeds. */
export const enters = (asked = 1) => ({ kind: 'enters', asked });
/** Another test has it: `what` comes of it, and `tests` are `file › name`, as they stand there. */
export const by = (what, ...tests) => ({ kind: 'by', what, tests });
/** Nothing can come of it. */
export const none = (why) => ({ kind: 'none', why });

const within = ([least, most], count) => count >= least && count <= most;
const range = (count) => (Array.isArray(count) ? count : [count, count]);

/** Where the jobs meet their faults: a page, and a server that can be spoilt. */
export class Stage {
  #opened = false;
  /** What the links of this account have to be in the end. */
  #links = { Created: 0, Unknown: 0 };

  /** `server`: a [`Wire`] or what [`spoilable`] makes of a sandbox. */
  constructor({ page, open, sandbox, site, server }) {
    Object.assign(this, { page, open, sandbox, site, server });
  }

  /** Loads the page anew, with or without an event type of its own. */
  async load({ type } = {}) {
    const attributes = {
      'client-id': CLIENT_ID, locale: 'en-GB', timezone: 'Europe/Berlin', ...this.sandbox.attributes, ...this.server.attributes,
      'redirect-uri': `${this.site.url}/slotlink/callback.html`, 'event-type': type,
    };
    if (this.#opened) {
      this.site.attributes = attributes;
      await this.page.reload();
    } else {
      await this.open(this.page, { now: NOW, attributes });
      this.#opened = true;
    }
    await expect(signInButton(this.page)).toBeVisible();
  }

  /** Loads the page with the times of an event type, and the account known. */
  async atTimes() {
    this.type ??= (await eventType(this.sandbox, '30min')).id;
    await this.load({ type: this.type });
    await useToken(this.page, pat());
    await expectAccount(this.page, 'Mira Albrecht');
    await settled(this.page);
    await expect(slots(this.page).first()).toBeVisible();
    await ahead(this.sandbox);
  }

  /** Passes time until `locator` is there. A request that waits for nothing is given `jump` milliseconds. */
  async until(locator, job, { jump = 600 } = {}) {
    let seen = 0;
    // A write is waited for longer.
    const long = ['signIn', 'link'].includes(job) && jump > 600 ? jump + 20_000 : jump;
    await expect(async () => {
      if (await locator.isVisible()) return;
      const asked = await this.asked(job);
      await this.page.clock.fastForward(asked > seen ? long : 600);
      seen = asked;
      await expect(locator).toBeVisible({ timeout: 100 });
    }).toPass({ timeout: 20_000, intervals: [50] });
  }

  async asked(job) {
    const requests = await this.server.asked(JOBS[job].route);
    // Of the times only those of the month that is shown: the next one is fetched ahead.
    return requests.filter(({ query }) => job !== 'times' || decodeURIComponent(query).includes('start_time=2026-12-01')).length;
  }

  /** Lets a job meet a fault; what comes of it has to be `cell`. `asks` is the method that is spoilt, if not the job's own. */
  async run(job, cell, { fault, times, asks, before, during, after, jump }) {
    const { route } = JOBS[job];
    const spoil = async () => {
      await before?.(this);
      await this.server.begin();
      await this.server.spoil(asks ? route.replace(/^\w+/, asks) : route, fault, times);
    };
    const context = { during: async () => during?.(this, job), jump };
    this.after = after;
    if (job === 'link') return this.#link(cell, spoil, context);
    if (job === 'signIn') return this.#signIn(cell, spoil, context);
    return this.#read(job, cell, spoil, context);
  }

  async #read(job, cell, spoil, { during, jump }) {
    const { page } = this;
    const there = { profile: page.getByRole('button', { name: /Account: .*Mira Albrecht/ }), types: page.getByRole('option').first(), times: slots(page).first() }[job];
    if (job === 'times') {
      await this.atTimes();
      await spoil();
      await page.getByRole('button', { name: 'Refresh' }).click();
    } else {
      await this.load();
      await spoil();
      await useToken(page, pat());
    }
    await during();
    if (cell.kind === 'comes') {
      if (job === 'times') await expect.poll(() => this.asked(job)).toBeGreaterThanOrEqual(range(cell.asked)[0]);
      await this.until(there, job, { jump });
      if (job === 'times') await settled(page);
      await expect(notices(page)).toHaveCount(0);
      await expect(page.getByRole('alert')).toHaveCount(0);
    } else {
      const told = (job === 'times' ? page.getByRole('alert') : notices(page)).filter({ hasText: cell.words ?? /\S/ }).first();
      await this.until(told, job, { jump });
      await expect(told).not.toContainText(/<h|undefined|null\b|NaN|line \d/);
      // That the browser is offline is said at once; what was under way ends in its own time.
      const busy = page.locator('[aria-busy=true]');
      await expect(async () => {
        if ((await busy.count()) > 0) await page.clock.fastForward(2000);
        await expect(busy).toHaveCount(0, { timeout: 200 });
      }).toPass({ timeout: 20_000, intervals: [50] });
      await this.#count(job, cell);
      await this.mend();
      if (cell.kind === 'lacks') return this.#anew(there);
      const retry = page.getByRole('button', { name: 'Retry' }).first();
      await expect(async () => {
        if (await retry.isVisible()) await retry.click({ timeout: 1000 });
        await expect(there).toBeVisible({ timeout: 1000 });
        await expect(retry).toBeHidden({ timeout: 1000 });
      }).toPass({ timeout: 10_000 });
      await expect(page.getByRole('alert')).toHaveCount(0);
      return;
    }
    await this.#count(job, cell);
    await this.mend();
  }

  async #anew(there) {
    await useToken(this.page, pat());
    await expect(there).toBeVisible();
    await expect(notices(this.page)).toHaveCount(0);
  }

  async #link(cell, spoil, { during, jump }) {
    const { page } = this;
    await this.atTimes();
    await spoil();
    await createButton(page).click();
    await during();
    const ends = {
      Created: page.getByText('Link created', { exact: true }),
      Unknown: notices(page).filter({ hasText: 'Calendly did not answer. The link may exist, perhaps more than once, but nobody has its address.' }),
      Refused: notices(page).filter({ hasText: 'No link was created.' }),
      NotSent: notices(page).filter({ hasText: cell.words ?? /./ }),
    };
    await this.until(ends[cell.kind], 'link', { jump });
    if (cell.words) await expect(notices(page).filter({ hasText: cell.words }).first()).toBeVisible();
    await this.#count('link', cell);
    const made = await this.sandbox.facts('link_created');
    expect(within(range(cell.made), made.length), `links made: ${made.length}`).toBe(true);
    if (cell.kind === 'Created') {
      const address = await page.locator('output').textContent();
      expect(made.map(({ booking_url: url }) => new URL(url).pathname)).toContain(new URL(address).pathname);
    }
    if (cell.kind in this.#links) this.#links[cell.kind] += 1;
    await this.mend();
  }

  async #signIn(cell, spoil, { during, jump }) {
    const { page } = this;
    await this.sandbox.options({ auto_allow: 'mira-albrecht' });
    await this.load();
    await spoil();
    await signInButton(page).click();
    await during();
    if (cell.kind === 'enters') {
      await this.until(accountButton(page), 'signIn', { jump });
      await expect(notices(page)).toHaveCount(0);
      await this.#count('signIn', cell);
      return this.mend();
    }
    await this.until(notices(page).filter({ hasText: cell.words }), 'signIn', { jump });
    await this.#count('signIn', cell);
    await this.mend();
    await signInButton(page).click();
    await expectAccount(page, 'Mira Albrecht');
    await expect(notices(page)).toHaveCount(0);
  }

  /** Takes the fault away. */
  async mend() {
    await this.server.mend();
    await this.after?.(this);
  }

  /** It can be seen that something is under way. */
  async expectBusy(job) {
    const { page } = this;
    if (job === 'link') await expect(createButton(page)).toHaveText('Creating…');
    else if (job === 'signIn') await expect(page.getByRole('heading', { name: 'Signing in…' })).toBeVisible();
    else if (job !== 'profile') await expect(page.locator('[aria-busy=true]').first()).toBeVisible();
    await expect(notices(page)).toHaveCount(0);
  }

  async #count(job, cell) {
    const asked = await this.asked(job);
    expect(within(range(cell.asked), asked), `${JOBS[job].route}: ${asked} requests, not ${cell.asked}`).toBe(true);
  }

  /** After all: the list of links has each once, as what it became, and the Unknown ones were never sent again. */
  async close() {
    if (this.#links.Created + this.#links.Unknown === 0) return;
    await this.server.begin();
    await this.atTimes();
    await linksButton(this.page).click();
    for (const [word, count] of [['Open', this.#links.Created], ['Unknown', this.#links.Unknown]]) {
      await expect(rows(this.page).filter({ has: this.page.getByText(word, { exact: true }).first() })).toHaveCount(count);
    }
    expect(await this.asked('link')).toBe(0);
  }
}

/** Requests of the page that never reach a server: `meet(route)` says what becomes of each. */
export function intercepted(page, sandbox) {
  let pattern;
  let asked = [];
  return {
    attributes: {},
    begin: async () => {
      asked = [];
      await forgetLedger(sandbox);
    },
    spoil: async (route, reason) => {
      const [method, path] = route.split(' ');
      pattern = (url) => url.pathname === path;
      await page.route(pattern, async (met) => {
        if (met.request().method() !== method) return met.fallback();
        asked.push({ query: new URL(met.request().url()).search });
        return met.abort(reason);
      });
    },
    mend: async () => pattern && page.unroute(pattern),
    asked: async () => asked,
  };
}

/** A wire as a [`Stage`]'s server that fails as a whole; what is asked is what the page tried. */
export function failing(page, wire, fail, mend) {
  let tried = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin === wire.url) tried.push({ route: `${request.method()} ${url.pathname}`, query: url.search });
  });
  return {
    ...breakable(wire),
    begin: async () => {
      tried = [];
      await forgetLedger(wire.sandbox);
    },
    spoil: () => fail(wire),
    mend: () => mend(wire),
    asked: async (route) => tried.filter((request) => request.route === route),
  };
}

/** A sandbox as a [`Stage`]'s server: its own faults, its own ledger. */
export function spoilable(sandbox) {
  return {
    attributes: {},
    begin: async () => {
      await sandbox.faults([]);
      await forgetLedger(sandbox);
    },
    spoil: (route, fault, times = null) => {
      const made = typeof fault === 'function' ? fault(route) : fault;
      return sandbox.faults([{ route, times, ...made }]);
    },
    mend: () => sandbox.faults([]),
    asked: (route) => sandbox.requests(route),
  };
}

/** A wire as a [`Stage`]'s server. */
export function breakable(wire) {
  return {
    wire,
    attributes: wire.attributes,
    begin: async () => {
      wire.mend();
      wire.received.splice(0);
      await forgetLedger(wire.sandbox);
    },
    spoil: async (route, fault, times) => wire.spoil(route, fault, times),
    mend: async () => wire.mend(),
    asked: async (route) => wire.asked(route),
  };
}

const times = (count) => (count === 1 ? '1 request' : `${Array.isArray(count) ? count.join(' to ') : count} requests`);
const links = (count) => (count === 1 ? '1 link' : `${Array.isArray(count) ? count.join(' to ') : count} links`);
const quoted = (words) => `“${words.short ?? (words.length > 40 ? `${words.slice(0, 32).trim()} …` : words)}”`;

function written(cell, note) {
  switch (cell?.kind) {
    case undefined:
      return '–';
    case 'says':
      return `${cell.words ? quoted(cell.words) : 'an error'}, ${times(cell.asked)}`;
    case 'lacks':
      return `${quoted(cell.words)}, ${times(cell.asked)}`;
    case 'comes':
      return `comes, ${times(cell.asked)}`;
    case 'fails':
      return `${quoted(cell.words)}, ${times(cell.asked)}`;
    case 'enters':
      return `signed in, ${times(cell.asked)}`;
    case 'by':
      return `${cell.what} ${cell.tests.map(note).join(' ')}`;
    case 'none':
      return `– (${cell.why})`;
    default:
      return `**${cell.kind}**${cell.words ? ` ${quoted(cell.words)}` : ''}, ${times(cell.asked)}, ${links(cell.made)}`;
  }
}

const INTRODUCTION = `# Fault matrix

What comes of each fault for each job, in Chromium. \`tests/e2e/matrix.spec.mjs\` declares this table and tests it, and writes
this page: a stale one fails. Faults of the network are made by a server that has the connection in its own hands
(\`harness/wire.mjs\`), over https and under a name that is not this machine’s; the others by the sandbox.

A sign-in or a read succeeds, or fails in the quoted words; once the fault is over Retry has it, or the next try to sign in
(where a scope is missing, another token). A link is **Created**, **Refused**, **NotSent** or **Unknown**; in the end each
stands once in the list of links, and none is ever sent again. Requests are those that reached the server (where none can,
those that the page tried), links those in the sandbox’s ledger. Over https the body of a link’s creation is a stream that
Chromium asks for when it sends it: where it never did, nobody has the request. If then nothing answers at that address, the
link is NotSent. If something does, streams may be what it does not take, so the request is tried once more as a text, and
what fails before a text is sent looks to a page like an answer that was lost. So does all that fails over http. Such a link is
Unknown, though none was made: C1, by HTTP/2 too, and the second C7.

Three rows are met otherwise than one might expect, on purpose. Where nothing speaks TLS (N3) a read is tried again up to three
times all the same, since a page cannot tell that from a connection that broke. That a content blocker is in the way (C7) no
page is told: the words are those of a lost answer, and only the check of the connection names it as what it may be. The
request id of an answer such as H12’s is in the client’s errors (\`requestId\`), and in no words.

That the page stays responsive while an answer of twenty megabytes is read (N19) no test asserts, since it is a matter of time;
what tasks over 50 ms there are in the usual work the bench measures.

Browsers send a request again by themselves, a POST too, where a connection that was used before breaks, or HTTP/2 loses its
own: a page does not learn of it. A stream cannot be sent again: over HTTP/2 one click makes one link at most, and the price is
that one which the browser could have sent again safely (N14, N16) is Unknown. By HTTP/1.1 there are no streams, and Chromium
sends again for each connection it has left, six at most. Those rows have a table of their own, with ranges where the browser
decides; in all others connections are fresh.

HTTP/3 is offered and never answered (N21): the browser tries it beside HTTP/2, and goes on without it. One that is lost after
it was answered is not tested: Node has no HTTP/3 server.

A number in brackets is a test below. N, H, B, C, T, Q and W are the network, the server’s answers, their contents, what stands
between, time, order, and the page around.
`;

/** The page of the matrix in Markdown, out of its rows. */
export function writePage(groups) {
  const notes = [];
  const note = (test) => {
    if (!notes.includes(test)) notes.push(test);
    return `[${notes.indexOf(test) + 1}]`;
  };
  const jobs = Object.keys(JOBS);
  const count = { own: 0, by: 0 };
  const tables = groups.map(({ title, rows: all }) => {
    const lines = all.map(({ id, fault, cells }) => {
      for (const cell of Object.values(cells)) {
        if (cell && cell.kind !== 'none') count[cell.kind in count ? cell.kind : 'own'] += 1;
      }
      return `| ${id} | ${fault} | ${jobs.map((job) => written(cells[job], note)).join(' | ')} |\n`;
    });
    const head = `| # | Fault | ${jobs.map((job) => JOBS[job].title).join(' | ')} |\n|---|---${'|---'.repeat(jobs.length)}|\n`;
    return `## ${title}\n\n${head}${lines.join('')}`;
  });
  return `${INTRODUCTION}
Cells: ${count.own} by tests of the matrix itself, ${count.by} by other tests.

${tables.join('\n')}
## Other tests

${notes.map((test, index) => `${index + 1}. ${test.replace(/^(\S+) › (.*)$/s, '`$1` › `$2`')}\n`).join('')}`;
}

const root = new URL('../../../', import.meta.url);
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether the repository has that test: `tests/e2e/links.spec.mjs › name`, as it stands in its file. */
export function exists(test) {
  const [file, ...rest] = test.split(' › ');
  const name = escaped(rest.join(' › '));
  const source = readFileSync(new URL(file, root), 'utf8');
  if (!file.endsWith('.rs')) return new RegExp(`\\btest\\(\\s*(['"\`])${name}\\1,`).test(source);
  return new RegExp(`#\\[(?:wasm_bindgen_)?test\\]\\s+(?:async )?fn ${name}\\(|\\bfn ${name}\\(\\s*\\w+ in `).test(source);
}
