// Whether the time a verification takes tells where a signature is wrong, for JavaScript; see `signature.rs`, which
// prints the same rows for Rust.
//
//   node bench/signature.mjs
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { verifySignature } from '../npm/webhooks.js';

const signingKey = 'nordlicht-signing-key';
const body = '{"event":"invitee.created","payload":{"email":"paula@kundin.example"}}';
const TIME = '1795000000';
const CALLS = 60_000;
/** Comparisons in one measurement: one alone is shorter than the clock's step. */
const BATCH = 200;

const right = createHmac('sha256', signingKey).update(`${TIME}.${body}`).digest();
const wrong = (at) => Buffer.from(right.map((byte, index) => (index === at ? byte ^ 0x55 : byte)));
const [first, last] = [wrong(0), wrong(31)];

/** The same numbers each time (xorshift, Marsaglia 2003). */
let state = 0x510711ac;
const coin = () => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 20) & 1;
};

/** One row: how long calls of either kind take, in nanoseconds, and Welch's t. */
async function row(what, kinds, timed, calls) {
  for (let call = 0; call < calls / 10; call += 1) await timed(kinds[call & 1]);
  const times = [];
  for (let call = 0; call < calls; call += 1) {
    const kind = coin();
    times.push([kind, await timed(kinds[kind])]);
  }
  // What the system or the collector interrupted says nothing of the code.
  const limit = times.map(([, time]) => time).sort((a, b) => a - b)[Math.floor(calls * 0.9)];
  const samples = [0, 1].map((wanted) => times.filter(([kind, time]) => kind === wanted && time <= limit).map(([, time]) => time));
  const [one, other] = samples.map((sample) => {
    const mean = sample.reduce((sum, time) => sum + time, 0) / sample.length;
    const variance = sample.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (sample.length - 1);
    return { mean, error: variance / sample.length };
  });
  const t = (one.mean - other.mean) / Math.sqrt(one.error + other.error);
  console.log(`| ${what} | ${one.mean.toFixed(1)} | ${other.mean.toFixed(1)} | ${t.toFixed(1)} |`);
}

async function verified(code) {
  const header = `t=${TIME},v1=${code.toString('hex')}`;
  const start = performance.now();
  try {
    await verifySignature({ body, header, signingKey, now: Number(TIME) * 1000 });
  } catch {
    // Refused, as it should be.
  }
  return (performance.now() - start) * 1e6;
}

/** The package exports no comparison, and should not; this is its own text. */
const text = readFileSync(new URL('../npm/webhooks.js', import.meta.url), 'utf8').match(/^function isSame[^]*?^}/m)[0];
const isSame = new Function(`${text}; return isSame;`)();

function stopping(code, right) {
  for (let at = 0; at < right.length; at += 1) if (code[at] !== right[at]) return false;
  return true;
}

/** Both kinds stand in the same place, so that no address tells them apart. */
const place = new Uint8Array(32);
let same = 0;
const compared = (compare) => (code) => {
  place.set(code);
  const start = performance.now();
  for (let call = 0; call < BATCH; call += 1) same += Number(compare(place, right));
  return (performance.now() - start) * 1e6 / BATCH;
};

await row('JavaScript, the same calls twice', [first, first], verified, CALLS);
await row('JavaScript, first byte or last byte wrong', [first, last], verified, CALLS);
await row('JavaScript, its comparison alone, the same twice', [first, first], compared(isSame), CALLS);
await row('JavaScript, its comparison alone, first or last wrong', [first, last], compared(isSame), CALLS);
await row('JavaScript, its comparison alone, right or last wrong', [right, last], compared(isSame), CALLS);
await row('JavaScript, `===` byte by byte, first or last wrong', [first, last], compared(stopping), CALLS);
if (same < 0) console.log(same);
