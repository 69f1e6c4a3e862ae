// The callback page's script among texts that nobody should have written: where it goes, and whom it tells.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const source = readFileSync(new URL('../../src/element/callback.js', import.meta.url), 'utf8');
const script = new Function(
  'location', 'history', 'document', 'sessionStorage', 'window', 'BroadcastChannel', 'addEventListener', 'setTimeout', source,
);

const ORIGIN = 'https://app.example';
const RANDOM = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const REDIRECT = `r.${RANDOM}`;
const POPUP = `p.${RANDOM}`;

/** Runs the script on a page with this query: what it did, in its order. */
function opened(query, stored = {}, origin = ORIGIN) {
  const did = [];
  const kept = new Map(Object.entries(stored));
  const location = {
    origin, protocol: new URL(origin).protocol, pathname: '/callback.html', search: query,
    replace: (address) => did.push(['replace', address]),
  };
  script(
    location,
    { replaceState: (state, title, address) => did.push(['address', address]) },
    { readyState: 'complete', getElementById: () => ({ set textContent(text) { did.push(['say', text]); } }) },
    {
      getItem: (key) => { did.push(['read', key]); return kept.get(key) ?? null; },
      setItem: (key, value) => did.push(['keep', key, value]),
    },
    { opener: { postMessage: (message, target) => did.push(['post', message, target]) }, close: () => did.push(['close']) },
    class {
      constructor(name) { this.name = name; }
      addEventListener() {}
      postMessage(message) { did.push(['tell', message, this.name]); }
    },
    () => {},
    () => {},
  );
  return did;
}

const of = (did, what) => did.filter(([name]) => name === what);

/** The same numbers each time (xorshift, Marsaglia 2003). */
function numbers(seed) {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

const PIECES = [
  '/', '//', '\\', '/\\', '\\/', '\t', '\n', '\r', '\0', ' ', '\u00a0', '\u3002', '\uff0f', '.', '..', '/..', '%2f', '%5c',
  '%09', '@', ':', ':443', ':80', '?', '#', ';', '[', ']', '&', '=', 'a', 'evil.test', 'app.example', 'xn--', 'https:', 'http:',
  'HTTPS:', 'javascript:', 'alert(1)', 'data:text/html,', 'blob:', `blob:${ORIGIN}/`, `blob:${ORIGIN}//evil.test`, 'file:///',
  'about:blank', 'filesystem:', 'view-source:', 'ws:', 'mailto:', ORIGIN, `${ORIGIN}@`, `${ORIGIN}.`, '\ud800', 'é', '\u202e',
];

const pick = (number, most) => Array.from({ length: 1 + number(most) }, () => PIECES[number(PIECES.length)]).join('');

test('whatever place to return to was kept, the page goes to its own origin', () => {
  const number = numbers(20261121);
  const paths = new Set();
  for (let round = 0; round < 30_000; round += 1) {
    const wanted = pick(number, 6);
    const origin = round % 3 === 0 ? 'http://localhost:8080' : ORIGIN;
    const stored = { [`slotlink:transaction:${REDIRECT}`]: JSON.stringify({ return_to: wanted }) };
    const replaced = of(opened(`?code=c&state=${REDIRECT}`, stored, origin), 'replace');
    assert.equal(replaced.length, 1, wanted);
    const url = new URL(replaced[0][1], 'https://elsewhere.example');
    assert.equal(url.origin, origin, JSON.stringify(wanted));
    assert.equal(url.protocol, new URL(origin).protocol, JSON.stringify(wanted));
    assert.deepEqual([url.username, url.password], ['', ''], JSON.stringify(wanted));
    paths.add(url.pathname);
  }
  assert.ok(paths.size > 1000, 'they all led to the same place');
});

test('a place to return to that is no text leads to the start of the origin, or nowhere', () => {
  for (const kept of ['', 'null', '{', '[]', '7', '"x"', '{"return_to":7}', '{"return_to":null}', '{"return_to":["//evil.test"]}']) {
    const did = opened(`?code=c&state=${REDIRECT}`, { [`slotlink:transaction:${REDIRECT}`]: kept });
    for (const [, address] of of(did, 'replace')) assert.equal(address, `${ORIGIN}/`, kept);
    assert.ok(of(did, 'replace').length + of(did, 'say').length === 1, kept);
  }
});

test('only an exact state reads or tells anything, and the answer leaves the address first', () => {
  const number = numbers(7);
  const states = ['', 'r.', 'p.', RANDOM, REDIRECT.slice(1), `${REDIRECT}A`, ` ${REDIRECT}`, `${REDIRECT}%0A`, `R.${RANDOM}`, `r.${'+'.repeat(43)}`];
  for (let round = 0; round < 2_000; round += 1) states.push(encodeURIComponent(pick(number, 3).toWellFormed()));
  for (const state of states) {
    const did = opened(`?code=c&state=${state}`);
    assert.deepEqual(did[0], ['address', '/callback.html']);
    assert.deepEqual(did.slice(1).map(([name]) => name), ['say'], state);
  }
  for (const state of [REDIRECT, POPUP]) {
    for (const query of [`state=${state}&state=${state}`, `state=${state}&%73tate=x`, `State=${state}`]) {
      assert.deepEqual(opened(`?code=c&${query}`).slice(1).map(([name]) => name), ['say'], query);
    }
  }
});

test('a window tells its opener and its channel the query as it came, and only on its own origin', () => {
  const query = `code=a%20b&state=${POPUP}&x=%zz`;
  const did = opened(`?${query}`);
  const message = { type: 'slotlink:callback', state: POPUP, query };
  assert.deepEqual(of(did, 'tell'), [['tell', message, 'slotlink:callback']]);
  assert.deepEqual(of(did, 'post'), [['post', message, ORIGIN]]);
  assert.deepEqual(of(did, 'replace').concat(of(did, 'keep')), []);
});
