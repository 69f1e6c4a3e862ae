// The fault matrix: every fault meets every job it can meet, and what comes of each is declared in one table. Links are
// counted in the sandbox's ledger, requests by the server that received them. docs/fault-matrix.md is this table.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from './harness.mjs';
import { NETWORK_COMPLAINT, goOffline } from './harness/drive.mjs';
import {
  JOBS, SILENT, STRANGE, Stage, breakable, by, comes, created, enters, exists, failing, fails, intercepted, lacks, none, notSent,
  refused, says, spoilable, unknown, writePage,
} from './harness/matrix.mjs';
import { WORDS } from './harness/sign_in.mjs';
import { REACHING, WIRE, Wire } from './harness/wire.mjs';

test.use(REACHING);

const e2e = (file, name) => `tests/e2e/${file}.spec.mjs › ${name}`;

const lists = (name) => `tests/client/lists.rs › ${name}`;
const LINK_UNKNOWN = e2e('links', 'an answer that is ${what} leaves the link Unknown, and it is never sent again');
const EVERY_FIELD = by('an error or a value, never the end', 'tests/odd_answers.rs › a_changed_field_gives_an_error_or_a_value_and_never_a_panic');

const READABLE_429 = e2e('throttling', 'a 429 to ${job} that names seven seconds is waited for that long, and not for a minute');
const UNREADABLE_429 = by('a pause after the second', e2e('throttling', 'a limit whose answers the page may not read stops reading after the second, and goes on a minute later'));
const HIDDEN_429 = e2e('throttling', 'a 429 to ${job} whose headers scripts may not read is waited for a minute');
const POLICY = e2e('around', 'nothing is sent, words say that there was no answer, and the check names connect-src');
const STRICT = e2e('policy', 'the widget does the whole main job without a violation');
const WASM = by('a panel says what to add', e2e('policy', 'a policy without wasm-unsafe-eval is answered with the line to add'));
const PANEL = (...names) => by('a panel, Reload has it', ...names.map((name) => e2e('policy', name)));
const DIED = PANEL('a program that dies while it runs leaves the panel in every element, and nothing made is lost');
const GONE = PANEL('a missing module leaves a readable panel with Reload, and reloading mends it', 'a page of the server in the place of the module is told as such', 'the module under a wrong type runs, or says which type is right', 'a module ${what} leaves the panel with Reload');
const SLEPT = e2e('around', 'T2: after eight hours of sleep there is one refresh, the times are looked up again, and none that is over is offered');
const FOLLOWED = e2e('session', 'C26: a ${status} from the API is not followed, neither for a read nor for a link');
const FRAMED = e2e('around', 'C3: in a frame without an origin a token of the page does the job, and it is told that no link is kept');
const LATE = e2e('face', 'what was set before the script arrived is taken over');
const ADDRESSES = e2e('policy', 'B10: scripts as addresses of the profile and of event types become no link, no picture and no way to go');
const MEDDLED = e2e('around', 'W1: on a page that meddles with prototypes and globals the whole job is done all the same');

/** What comes of a fault, in the order of the jobs: sign-in, profile, event types, available times, single-use link. */
const cells = (signIn, profile, types, times, link) => ({ signIn, profile, types, times, link });
/** All reads alike. */
const reads = (signIn, read, link) => cells(signIn, read, read, read, link);
const unreachable = (asked) => fails(WORDS.unreachable, asked);
/** What a sign-in says that the token endpoint refused in words of its own. */
const REFUSES = 'Calendly refused to finish the sign-in';
/** Where no request can reach anything. */
const nowhere = cells(unreachable(), says(SILENT), none('the account is not known'), says(SILENT), notSent(WORDS.notReached, 1));
/** The browser stops every request to the server, for this reason; and lets them go again. */
const stopped = (reason) => [
  (wire, page) => page.route(`${wire.url}/**`, (route) => route.abort(reason)),
  (wire, page) => page.unroute(`${wire.url}/**`),
];
const lost = reads(unreachable(), says(SILENT), unknown());

const HTML = { body: '<html><h1>Somebody else</h1></html>', content_type: 'text/html' };
const OTHER = 'http://127.0.0.1:9';

/** Leaves connections to the server behind that a later request takes up again. */
const warm = ({ page, server }) => page.evaluate((url) => fetch(url, { credentials: 'omit' }).then((answer) => answer.text()), `${server.wire.url}/users/me`);

/** A body that is changed on its way. */
const altered = (change) => async ({ pass, answer }) => {
  const reply = await pass();
  answer({ ...reply, body: Buffer.from(change(reply.body)) });
};
/** The first name or status in it begins with two bytes that no text has. */
function spoiltText(body) {
  const { 0: found, index } = /"(?:name|status)":"/.exec(body.toString('latin1'));
  const at = index + found.length;
  return Buffer.concat([body.subarray(0, at), Buffer.from([0xff, 0xc3]), body.subarray(at)]);
}

/** What a preflight is answered where all is well. */
const ALLOWED = { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, POST', 'access-control-allow-headers': 'authorization, content-type' };

const replaced = (from, to) => altered((body) => body.toString().replaceAll(from, to));

const GROUPS = [
  {
    title: 'The network',
    rows: [
      { id: 'N1', fault: 'the name cannot be resolved', down: stopped('namenotresolved'), cells: nowhere },
      {
        id: 'N2', fault: 'the connection is refused', down: [(wire) => wire.close(), (wire) => wire.listen()],
        cells: nowhere,
      },
      {
        id: 'N3', fault: 'what answers speaks no TLS',
        down: [(wire) => { wire.garbled = true; wire.drop(); }, (wire) => { wire.garbled = false; }],
        cells: nowhere,
      },
      {
        id: 'N4', fault: 'offline before the click',
        down: [(wire, page) => goOffline(page), (wire, page) => page.context().setOffline(false)],
        cells: cells(none('the window of the sign-in does not load'), says('You are offline', 1), none('the account is not known'), says('You are offline', 1), notSent('You are offline, so nothing was sent.')),
      },
      {
        id: 'N5', fault: 'offline while the answer is awaited', wire: WIRE.held,
        during: async (stage, job) => {
          await expect.poll(() => stage.asked(job)).toBe(1);
          await goOffline(stage.page);
        },
        after: (stage) => stage.page.context().setOffline(false),
        cells: reads(fails('You are offline. Sign in again when you are back online.'), says('You are offline', 1), unknown(1, 1)),
      },
      { id: 'N6', fault: 'the sign-in page of a hotel, 200', sandbox: { status: 200, ...HTML }, cells: reads(unreachable(), says(STRANGE, 1), unknown()) },
      {
        id: 'N7', fault: 'eight seconds without a byte', wire: WIRE.held,
        during: async (stage, job) => {
          await expect.poll(() => stage.asked(job)).toBe(1);
          await stage.page.clock.fastForward(8000);
          await stage.expectBusy(job);
          stage.server.wire.release();
        },
        cells: reads(enters(), comes(), created()),
      },
      { id: 'N8', fault: 'headers that never arrive', wire: WIRE.held, jump: 11_000, cells: reads(unreachable(), says(SILENT, 3), unknown(1, 1)) },
      { id: 'N9', fault: 'a body that stops in its middle', wire: WIRE.stalled, jump: 11_000, cells: reads(unreachable(), says(SILENT, 3), unknown(1, 1)) },
      { id: 'N10', fault: 'cut after the headers', wire: WIRE.lostAfterHeaders, cells: reads(unreachable(), says(SILENT), unknown(1, 1)) },
      { id: 'N10', fault: 'cut within the body', wire: WIRE.lostInBody, cells: reads(unreachable(), says(SILENT), unknown(1, 1)) },
      { id: 'N11', fault: 'reset after the request, not executed', wire: WIRE.reset, cells: lost },
      { id: 'N11', fault: 'reset after the request, executed', wire: WIRE.lost, cells: reads(unreachable(), says(SILENT), unknown(1, 1)) },
      { id: 'N11', fault: 'closed after the request, not executed', wire: WIRE.closed, cells: lost },
      { id: 'N11', fault: 'closed after the request, executed', wire: WIRE.lostByClosing, cells: reads(unreachable(), says(SILENT), unknown(1, 1)) },
      { id: 'N19', fault: 'a byte now and then', wire: WIRE.dripping, jump: 11_000, cells: reads(unreachable(), says(SILENT, 3), unknown(1, 1)) },
      { id: 'N19', fault: 'an answer of twenty megabytes', sandbox: { pad: 20_000_000 }, cells: reads(unreachable(), says(SILENT), unknown(1, 1)) },
      { id: 'N20', fault: 'chunks that are none', wire: WIRE.garbledChunks, cells: reads(unreachable(), says(SILENT), unknown(1, 1)) },
      { id: 'N20', fault: 'two lengths', wire: WIRE.twoLengths, cells: reads(unreachable(), says(SILENT), unknown(1, 1)) },
      { id: 'N20', fault: 'an answer that is no HTTP', wire: WIRE.notHttp, cells: reads(unreachable(), says(SILENT), unknown(1, 1)) },
      {
        id: 'N21', fault: 'HTTP/3 is offered, and lost on every way', wire: WIRE.nothing, http2: true,
        before: async (stage) => {
          await stage.server.wire.offer();
          await warm(stage);
          // The next request needs a connection, and tries both ways.
          stage.server.wire.drop();
        },
        during: (stage) => expect.poll(() => stage.server.wire.datagrams).toBeGreaterThan(0),
        cells: reads(enters(), comes(), created()),
      },
      {
        id: 'N22', fault: 'a preflight that takes eight seconds, and more clicks',
        cells: reads(undefined, undefined, by('**Created**, 1 link', e2e('around', 'N22: clicks while the preflight takes eight seconds are one link, and progress is shown'))),
      },
    ],
  },
  {
    title: 'What the browser repeats by itself',
    rows: [
      { id: 'N12', fault: 'every connection that was used before is reset', wire: WIRE.lost, keepAlive: true, before: warm, cells: reads(unreachable([1, 7]), says(SILENT, [4, 28]), unknown([1, 7], [1, 7])) },
      { id: 'N13', fault: 'the first one is, the repetition succeeds', wire: WIRE.lost, times: 1, keepAlive: true, before: warm, cells: reads(fails(WORDS.usedOrLate, 2), comes(2), created(2, 2)) },
      { id: 'N14', fault: 'REFUSED_STREAM, once', wire: WIRE.refusedStream, times: 1, http2: true, before: warm, cells: reads(enters(2), comes(2), unknown(1)) },
      { id: 'N15', fault: 'INTERNAL_ERROR', wire: WIRE.lostStream, http2: true, before: warm, cells: reads(unreachable(), says(SILENT), unknown(1, 1)) },
      { id: 'N16', fault: 'GOAWAY before the request, once', wire: WIRE.goAway, times: 1, http2: true, before: warm, cells: reads(enters(2), comes(2), unknown(1)) },
      { id: 'N17', fault: 'HTTP/2 lost below, executed', wire: WIRE.lost, http2: true, before: warm, cells: reads(unreachable([1, 2]), says(SILENT, [4, 8]), unknown(1, 1)) },
      { id: 'N17', fault: 'the same, once', wire: WIRE.lost, times: 1, http2: true, before: warm, cells: reads(fails(WORDS.usedOrLate, 2), comes(2), unknown(1, 1)) },
      { id: 'N18', fault: '408 on a connection that was used before', wire: WIRE.tooSlow, keepAlive: true, before: warm, cells: reads(unreachable([1, 7]), says(undefined, [4, 28]), unknown([1, 7])) },
    ],
  },
  {
    title: 'What the server answers',
    rows: [
      { id: 'H1', fault: '400', sandbox: { status: 400, body: { title: 'Invalid Argument', message: 'The supplied parameters are invalid.' } }, cells: reads(fails(REFUSES), says('Calendly says: The supplied parameters are invalid.', 1), refused('Calendly says: The supplied parameters are invalid.')) },
      { id: 'H1', fault: '400, with complaints about single parameters', cells: reads(undefined, undefined, by('**Refused**, with each complaint', e2e('words', 'H1: each of Calendly’s complaints about a parameter is told, as text'))) },
      {
        id: 'H2', fault: '401, once',
        cells: cells(
          undefined,
          by('comes, after one refresh', e2e('around', 'H2: one 401 to ${what} leads to one refresh and one replay, and nobody notices')),
          by('comes, after one refresh', e2e('around', 'H2: one 401 to ${what} leads to one refresh and one replay, and nobody notices')),
          by('comes, after one refresh', e2e('session', 'H2: one 401 leads to one refresh and one replay, and nobody notices')),
          by('**Created** after one refresh, 1 link', e2e('session', 'H2: one 401 to the creation of a link leads to one link')),
        ),
      },
      {
        id: 'H3', fault: '401, always',
        cells: cells(
          by('signed out, after one refresh', e2e('session', 'H3: an API that refuses every token ends the session calmly, with two token requests in all')),
          by('signed out, after one refresh', e2e('around', 'H3: 401 to ${what} for ever ends the session after one refresh')),
          by('signed out, after one refresh', e2e('around', 'H3: 401 to ${what} for ever ends the session after one refresh')),
          by('signed out', e2e('faults', 'a token that is refused for good ends in the invitation to sign in, not in a loop')),
          by('**Refused**, signed out, 2 requests, 0 links', e2e('around', 'H3: 401 to the creation of a link for ever makes none, after one refresh, and asks to sign in')),
        ),
      },
      { id: 'H4', fault: '403, a scope', sandbox: { status: 403, body: { title: 'Permission Denied', message: 'no', required_scopes: ['a:scope'] } }, cells: reads(undefined, lacks('This needs a permission that was not given: a:scope.'), refused('This needs a permission that was not given: a:scope.')) },
      { id: 'H4', fault: '403, the plan', sandbox: { status: 403, body: { title: 'Permission Denied', message: 'Please upgrade.' } }, cells: reads(fails(REFUSES), says('Calendly says: Please upgrade.', 1), refused('Calendly says: Please upgrade.')) },
      { id: 'H5', fault: '404', sandbox: { status: 404, body: { title: 'Resource Not Found', message: 'The server could not find the requested resource.' } }, cells: reads(fails(REFUSES), says('Calendly says: The server could not find', 1), refused('Calendly says: The server could not find')) },
      {
        id: 'H5', fault: 'the chosen event type is gone',
        cells: cells(undefined, undefined, by('back to the list', e2e('event-types', 'a remembered event type that is gone leads back to the list')), by('words', e2e('event-types', 'an event-type attribute that nobody has is a readable message, not an endless wait')), undefined),
      },
      {
        id: 'H7', fault: '429, seven seconds to wait',
        cells: reads(undefined, by('comes, 7 s later', READABLE_429), by('**Created** 7 s later, 1 link', READABLE_429)),
      },
      {
        id: 'H8', fault: '429, headers that scripts may not read',
        cells: cells(
          by('the session is kept', e2e('session', 'A13: a refresh ahead of time that is answered by ${name} keeps the session, and nobody notices')),
          by('comes, a minute later', HIDDEN_429), by('comes, a minute later', HIDDEN_429),
          by('come, a minute later', HIDDEN_429),
          by('**Created** a minute later, 1 link', HIDDEN_429, e2e('links', '429 is waited for and then one link is made')),
        ),
      },
      { id: 'H8', fault: '429, twice', cells: reads(undefined, undefined, by('**Refused**, 2 requests, 0 links', e2e('links', 'a second 429 is the person’s to decide'))) },
      { id: 'H8', fault: '429 without CORS headers', sandbox: { status: 429, no_cors: true, body: {} }, cells: lost },
      { id: 'H8', fault: 'the same, again and again', cells: cells(undefined, none('tells nothing of all others'), UNREADABLE_429, UNREADABLE_429, by('no second Unknown: a pause', e2e('throttling', 'a limit whose answers the page may not read lets one link become Unknown and none after it, and goes on when it is over'))) },
      {
        id: 'H9', fault: '429, odd seconds',
        cells: cells(undefined, by('1 to 300 s', e2e('throttling', 'a 429 that says ${JSON.stringify(headers)} is waited for ${least} seconds'), 'src/client/retry.rs › the_pause_is_what_is_readable_within_one_second_and_five_minutes'), undefined, undefined, undefined),
      },
      {
        id: 'H10', fault: 'a storm of 429 in ten tabs',
        cells: cells(undefined, undefined, undefined, by('10 requests at most, then a pause for all', e2e('throttling', 'ten tabs of one user that are all refused for a minute ask once more each at most, and then wait together')), undefined),
      },
      ...[500, 502, 504].map((status) => ({ id: 'H11', fault: `${status}, always`, sandbox: { status, body: { title: 'x', message: 'x' } }, cells: status === 500 ? lost : { ...lost, signIn: undefined } })),
      { id: 'H11', fault: '502, once', sandbox: { status: 502, body: '' }, times: 1, cells: reads(undefined, comes(2), undefined) },
      { id: 'H11', fault: '504, three times', sandbox: { status: 504, body: '' }, times: 3, cells: reads(undefined, comes(4), undefined) },
      { id: 'H12', fault: '503 with HTML', sandbox: { status: 503, ...HTML }, cells: lost },
      ...[302, 307].map((status) => ({
        id: 'H13', fault: `${status} to another origin`, sandbox: { status, body: '', headers: { location: `${OTHER}/` } },
        cells: cells(by('words, nothing follows', e2e('session', 'C26: a ${status} from the token endpoint is not followed')), says(SILENT), says(SILENT), by('words, nothing follows', FOLLOWED), by('**Unknown**, nothing follows', FOLLOWED)),
      })),
      { id: 'H14', fault: '204', sandbox: { status: 204, body: '' }, cells: reads(unreachable(), says(STRANGE, 1), unknown()) },
      { id: 'H14', fault: '200 and nothing', sandbox: { status: 200, body: '' }, cells: reads(unreachable(), says(STRANGE, 1), unknown()) },
      { id: 'H15', fault: '304', sandbox: { status: 304, body: '' }, cells: reads(unreachable(), says(undefined, 1), unknown()) },
      { id: 'H15', fault: 'an answer that is cached', cells: reads(undefined, by('`no-store` everywhere', e2e('faults', 'everything is asked without cookies, referrer or cache')), undefined) },
    ],
  },
  {
    title: 'What is in the answer',
    rows: [
      { id: 'B1', fault: 'a byte order mark', wire: altered((body) => `\ufeff${body}`), cells: reads(enters(), comes(), created()) },
      { id: 'B1', fault: 'bytes that are no UTF-8, in a text', wire: altered(spoiltText), cells: reads(undefined, comes(), undefined) },
      { id: 'B1', fault: 'a NUL', wire: altered((body) => `${body}\0`), cells: reads(unreachable(), says(STRANGE, 1), unknown(1, 1)) },
      { id: 'B2', fault: 'nested a hundred thousand deep', sandbox: { status: 200, body: '['.repeat(100_000) }, cells: reads(unreachable(), says(STRANGE, 1), unknown()) },
      { id: 'B3', fault: '1e400, −0, 2⁵³ + 1, −1 and ½ as a duration or a number of places', wire: ['1e400', '-0', '9007199254740993', '-1', '0.5'].map((number) => replaced(/"(duration|invitees_remaining)":\d+/g, `"$1":${number}`)), cells: cells(undefined, undefined, comes(), comes(), undefined) },
      { id: 'B4', fault: 'any field missing, null or of another type', cells: reads(by('a session or none, as RFC 6749 says', 'tests/auth.rs › c17_thirty_token_responses_become_what_rfc_6749_says', 'tests/auth.rs › any_body_of_the_token_endpoint_is_read_or_refused'), EVERY_FIELD, EVERY_FIELD) },
      { id: 'B5', fault: 'thousands of items, some of them twice', cells: cells(undefined, undefined, by('each once', e2e('around', 'B5: thousands of event types, some of them twice, are a list that can be searched')), undefined, undefined) },
      { id: 'B5', fault: 'an item of another host', cells: cells(undefined, undefined, by('is left out', e2e('words', 'B5: an event type of another host is not offered')), undefined, undefined) },
      { id: 'B6', fault: 'times that are none', cells: cells(undefined, undefined, undefined, by('left out', e2e('calendar', 'answers that are unsorted, doubled, past or strange become a clean list')), undefined) },
      { id: 'B7', fault: 'times unsorted, twice, over', cells: cells(undefined, undefined, undefined, by('sorted, once, left out', e2e('calendar', 'answers that are unsorted, doubled, past or strange become a clean list')), undefined) },
      { id: 'B8', fault: 'zones that are none, or are none of the database’s', sandbox: [null, '', 'America/New York', 'Eastern Standard Time', 'Mars/Olympus', '+05:30'].map((timezone) => ({ merge: { resource: { timezone } } })), cells: cells(undefined, comes(), undefined, undefined, undefined) },
      {
        id: 'B9', fault: 'markup in texts',
        cells: cells(
          by('shown as text', e2e('signin', 'C16: every error of the authorization page by ${mode} is told in words and runs no script')), undefined,
          by('shown as text', e2e('event-types', 'odd names are text: markup, directions, emoji, none at all'), e2e('words', 'B9: markup of every kind in names, places, questions and owners is shown as text, and nothing of it runs'), e2e('faults', 'words from the server are shown as text')),
          by('shown as text', e2e('copying', 'names and links from outside cannot become markup in the message')),
          by('shown as text', e2e('links', 'a refusal is told in Calendly’s words and leaves no row')),
        ),
      },
      {
        id: 'B10', fault: '`javascript:` as an address',
        cells: cells(undefined, by('no picture, no link', ADDRESSES), by('no link', ADDRESSES), by('no link', e2e('copying', 'names and links from outside cannot become markup in the message')), by('**Unknown**', LINK_UNKNOWN)),
      },
      {
        id: 'B11', fault: 'names with directions, emoji, no end',
        cells: cells(undefined, undefined, by('shown whole', e2e('event-types', 'odd names are text: markup, directions, emoji, none at all'), e2e('event-types', 'a very long name stays within its line')), undefined, undefined),
      },
      {
        id: 'B12', fault: 'a next page that is the same, of another host, one of thousands',
        cells: cells(undefined, undefined, by('the list ends', e2e('event-types', 'a page that repeats its items or leads back to itself ends the list'), e2e('around', 'B12: a next page of another host is not asked for; its token is tried at the own one, and the list begins anew'), lists('a_list_without_end_is_cut')), undefined, undefined),
      },
      {
        id: 'B13', fault: 'a page token that expires',
        cells: cells(undefined, undefined, by('begun anew, once', e2e('around', 'B13: a page token that expires within the list starts it again, once, and every type is there'), lists('an_expired_page_token_restarts_once_and_keeps_the_rows')), undefined, undefined),
      },
      { id: 'B14', fault: 'items that move between pages', cells: cells(undefined, undefined, by('each once', lists('every_page_is_read_and_what_stands_on_two_is_kept_once')), undefined, undefined) },
      { id: 'B15', fault: 'kinds that nobody knows', wire: replaced(/"(kind|type|pooling_type|status)":"[^"]*"/g, '"$1":"surprise","novelty":{"deep":[1]}'), cells: cells(undefined, undefined, comes(), comes(), undefined) },
    ],
  },
  {
    title: 'What stands between',
    rows: [
      { id: 'C1', fault: 'the preflight is refused', sandbox: preflight({ status: 403 }), cells: reads(none('it needs none'), says(SILENT, 0), unknown(0)) },
      { id: 'C1', fault: 'the preflight allows no origin', sandbox: preflight({ no_cors: true }), cells: reads(none('it needs none'), says(SILENT, 0), unknown(0)) },
      { id: 'C1', fault: 'the preflight allows no header', sandbox: preflight({ headers: { 'access-control-allow-headers': null } }), cells: reads(none('it needs none'), says(SILENT, 0), unknown(0)) },
      ...[
        ['is refused', ({ answer }) => answer({ status: 403, headers: ALLOWED, body: Buffer.alloc(0) })],
        ['allows no origin', ({ answer }) => answer({ status: 204, headers: {}, body: Buffer.alloc(0) })],
        ['allows no header', ({ answer }) => answer({ status: 204, headers: { ...ALLOWED, 'access-control-allow-headers': 'accept' }, body: Buffer.alloc(0) })],
      ].map(([what, wire]) => ({ id: 'C1', fault: `the preflight ${what}, by HTTP/2`, wire, http2: true, asks: 'OPTIONS', cells: reads(none('it needs none'), says(SILENT, 0), unknown(0)) })),
      { id: 'C2', fault: 'the answer allows no origin', sandbox: { no_cors: true }, cells: reads(unreachable(), says(SILENT), unknown(1, 1)) },
      { id: 'C3', fault: 'a frame without an origin', cells: reads(by('does not begin, and says why', e2e('around', 'C3: in a frame without an origin no sign-in begins, and it is said why')), by('comes', FRAMED), by('**Created**, 1 link, not kept', FRAMED)) },
      {
        id: 'C4', fault: 'a policy that does not allow the API',
        cells: reads(
          by(`signed out, “${WORDS.unreachable}”`, e2e('around', 'a sign-in says that Calendly could not be reached')),
          by('“Calendly did not answer.”; the check names connect-src', POLICY), by('**NotSent**: the button waits for the account', POLICY),
        ),
      },
      { id: 'C5', fault: 'a policy without wasm-unsafe-eval', cells: reads(WASM, WASM, WASM) },
      { id: 'C6', fault: 'a policy without styles, with trusted types', cells: reads(by('signed in', STRICT), by('comes', STRICT), by('**Created**, 1 link', STRICT)) },
      { id: 'C7', fault: 'a content blocker that stops all', down: stopped('blockedbyclient'), cells: nowhere },
      { id: 'C7', fault: 'one that stops this address', intercept: 'blockedbyclient', cells: lost },
    ],
  },
  {
    title: 'Time',
    rows: [
      {
        id: 'T1', fault: 'a clock that jumps by a day',
        cells: cells(by('one refresh at most', e2e('around', 'T1: a clock that jumps ${what} causes no storm of requests'), 'tests/client/sessions.rs › a_clock_that_jumps_causes_no_storm'), undefined, undefined, by('comes', e2e('around', 'T1: a clock that jumps ${what} causes no storm of requests')), undefined),
      },
      {
        id: 'T2', fault: 'eight hours of sleep',
        cells: cells(by('one refresh', SLEPT), undefined, undefined, by('looked up again, none that is over', SLEPT, e2e('calendar', 'times are looked up again when the tab comes back, but not at once')), undefined),
      },
      { id: 'T3', fault: 'back by the browser’s own button', cells: cells(by('the button works', e2e('signin', 'T3: coming back with the browser’s own button from the authorize page leaves a button that works')), undefined, undefined, undefined, undefined) },
      { id: 'T4', fault: 'the browser’s zone changes', cells: cells(undefined, undefined, undefined, by('those of the new zone', e2e('around', 'T4: a zone of the browser that changes while the page is open is followed')), undefined) },
      { id: 'T5', fault: 'a change of the clocks between looking and copying', cells: cells(undefined, undefined, undefined, by('the same instant', e2e('copying', 'T5: a time that was picked before the clocks change is copied after it as the same instant'), e2e('zones', 'in the autumn of ${where} a copied line tells which of the two hours is meant')), undefined) },
      { id: 'T6', fault: 'a hidden tab’s timers', cells: cells(by('renewed when it is needed, by no timer', e2e('session', 'T6: in a hidden tab no token is renewed by a timer, and afterwards it is when it is needed')), undefined, undefined, undefined, undefined) },
    ],
  },
  {
    title: 'Order, tabs and people',
    rows: [
      { id: 'Q1', fault: 'an early request is answered late', cells: cells(undefined, undefined, undefined, by('the last one asked for is shown', e2e('calendar', 'a month that answers late does not overwrite the one that is shown'), e2e('calendar', 'the last chosen event type wins, however late the answers of the one before')), undefined) },
      { id: 'Q2', fault: 'one window of several fails', cells: cells(undefined, undefined, undefined, by('a gap with its own Retry', e2e('calendar', 'a window that failed is a gap with its own Retry, and only that window is asked for again'), e2e('calendar', 'two windows that failed are two gaps, and retrying one leaves the other')), undefined) },
      { id: 'Q3', fault: 'the element is taken away or moved meanwhile', cells: reads(undefined, by('no complaint', e2e('face', 'an element that is taken away in the middle of its requests goes silently'), e2e('face', 'an element that is moved within the page keeps everything')), by('**Created** or **Unknown** in the next element, **Unknown** in the next page; 1 request', e2e('links', 'a link that ${what} after its element was taken away is ${word} for the next one, and is sent once'), e2e('links', 'a page that is closed while it waits leaves the link Unknown for the next one'))) },
      { id: 'Q4', fault: 'clicks, keys and tabs on top of each other', cells: cells(by('one exchange', e2e('callback', 'C5: a second click on Allow brings no second token request')), undefined, undefined, undefined, by('**Created**, 1 request, 1 link', e2e('links', 'a double click, clicks in one turn and Enter on top of them are one intent'), e2e('links', 'calling the method twice makes one link'), e2e('links', 'while one tab creates a link the other says so, and afterwards has it'))) },
      { id: 'Q5', fault: 'a time that is taken meanwhile', cells: cells(undefined, undefined, undefined, by('taken out, and told', e2e('calendar', 'a time that was chosen and is gone is taken out, and that is said'), e2e('copying', 'a time that was taken meanwhile is not copied, and that can be read')), undefined) },
      { id: 'Q6', fault: 'somebody else signs in', cells: cells(by('nothing of the one before', e2e('session', 'Q6: who signs in after the session of somebody else has ended sees nothing of theirs')), undefined, undefined, undefined, by('none with the next one’s token', e2e('tokens', 'a link that is asked for with one account is not made with the next token’s, and what was the former’s is gone'))) },
    ],
  },
  {
    title: 'The page around',
    rows: [
      { id: 'W1', fault: 'prototypes and globals that were meddled with', cells: cells(by('the options are the element’s own', e2e('face', 'an inherited option of a polluted page is no option')), by('comes', MEDDLED), by('comes', MEDDLED), by('comes', MEDDLED), by('**Created**, 1 link', MEDDLED)) },
      { id: 'W2', fault: 'elements that come early, change and go', cells: reads(by('signed in', LATE), by('comes', LATE, e2e('face', 'ten thousand changes of attributes are one change'), e2e('face', 'fifty elements come and go without a complaint, and the next one works')), by('the list stays', e2e('face', 'an element that was taken away and comes back begins anew with its token, and has its links'))) },
      { id: 'W3', fault: 'the module is missing or is none', cells: reads(GONE, GONE, GONE) },
      { id: 'W4', fault: 'the program dies', cells: reads(DIED, DIED, DIED) },
    ],
  },
];

function preflight(fault) {
  return (route) => ({ ...fault, route: route.replace(/^\w+/, 'OPTIONS') });
}

for (const { title, rows } of GROUPS) {
  test.describe(title, () => {
    for (const row of rows) {
      const met = Object.entries(row.cells).filter(([, cell]) => cell && !['by', 'none'].includes(cell.kind));
      if (met.length === 0) continue;
      test(`${row.id}: ${row.fault}`, async ({ page, open, sandbox, site, watch }) => {
        watch.allow({ console: NETWORK_COMPLAINT });
        const wire = row.wire || row.down ? await Wire.start(sandbox, row) : undefined;
        if (wire) watch.allow({ host: wire.url });
        const stage = new Stage({ page, open, sandbox, site, server: serverOf(row, { page, sandbox, wire }) });
        try {
          // One cell that is wrong does not hide the others.
          const wrong = [];
          for (const [job, cell] of met) {
            for (const fault of [row.wire ?? row.sandbox ?? row.intercept].flat()) {
              await test.step(JOBS[job].title, () => stage.run(job, cell, { ...row, fault })).catch(async (error) => {
                wrong.push(`${JOBS[job].title}: ${error.message}`);
                await stage.mend();
              });
            }
          }
          expect(wrong, wrong.join('\n')).toEqual([]);
          await stage.close();
        } finally {
          await wire?.stop();
        }
      });
    }
  });
}

function serverOf({ intercept, down }, { page, sandbox, wire }) {
  if (intercept) return intercepted(page, sandbox);
  if (down) return failing(page, wire, () => down[0](wire, page), () => down[1](wire, page));
  return wire ? breakable(wire) : spoilable(sandbox);
}

test('every test that the matrix names is there', () => {
  for (const { rows } of GROUPS) {
    for (const row of rows) {
      for (const cell of Object.values(row.cells)) {
        for (const name of cell?.tests ?? []) expect(exists(name), `${row.id} names ${name}`).toBe(true);
      }
    }
  }
});

test('docs/fault-matrix.md is this table', () => {
  const file = new URL('../../docs/fault-matrix.md', import.meta.url);
  const text = writePage(GROUPS);
  const known = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (known !== text) writeFileSync(file, text);
  expect(known === text, 'docs/fault-matrix.md was stale; this run has written it anew').toBe(true);
});
