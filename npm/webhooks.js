// The webhook on the side that is called: whether a call is Calendly's and of now, and what it says. Needs WebCrypto
// and nothing else, so it runs wherever calls arrive. `src/api/webhook/signature.rs` decides the same; both are tested
// with the same cases.

/** The header's name, in small letters. */
export const HEADER = 'calendly-webhook-signature';
/** Seconds that a call may be older or newer than the clock, unless said otherwise. */
export const TOLERANCE = 180;

const MESSAGES = {
  missing: 'the call is not signed',
  malformed: 'the signature header has another form than t=…,v1=…',
  unknown_scheme: 'the signature is of another scheme than v1',
  mismatch: 'the signature does not fit key, time and body',
  too_old: 'the call was signed too long ago',
  too_new: 'the call was signed in the future',
  replayed: 'the call was taken already',
  too_many: 'more calls arrive than can be remembered',
  not_json: 'the body is not JSON',
  not_webhook: 'the body is not the envelope of a webhook',
};

/** Why a call is not taken. `code` is stable; `message` is for developers. */
export class WebhookError extends Error {
  constructor(code) {
    super(MESSAGES[code]);
    this.code = code;
  }
}
WebhookError.prototype.name = 'WebhookError';

/**
 * What a guard knows a call by, under what its verification gave: `second` and `code`, which are signed, and how many
 * seconds after that it is taken.
 */
const identities = new WeakMap();

/**
 * Checks a call's signature: when it was signed. Age is looked at last, so that it is only said of calls that are
 * Calendly's.
 */
export async function verifySignature({ body, header, signingKey, tolerance = TOLERANCE, now = Date.now() }) {
  const { oldest, newest } = tolerated(tolerance);
  const second = secondOf(now);
  const message = bytesOf(body, 'body');
  const key = await keyOf(signingKey);
  const { time, codes } = parsed(header ?? '');
  const right = new Uint8Array(await crypto.subtle.sign('HMAC', key, signedText(time, message)));
  const code = codes.find((code) => isSame(code, right));
  if (code === undefined) throw new WebhookError('mismatch');
  if (second > Number(time) + oldest) throw new WebhookError('too_old');
  if (Number(time) > second + newest) throw new WebhookError('too_new');
  const verified = Object.freeze({ signedAt: new Date(Number(time) * 1000) });
  identities.set(verified, { second: Number(time), code: hexadecimal(code), oldest });
  return verified;
}

/** Checks a call's signature and reads its body. */
export async function verifyWebhook(call) {
  const verified = await verifySignature(call);
  const webhook = read(call.body);
  identities.set(webhook, identities.get(verified));
  return webhook;
}

function read(body) {
  let webhook;
  try {
    webhook = JSON.parse(typeof body === 'string' ? body.replace(/^\uFEFF/, '') : new TextDecoder().decode(body));
  } catch {
    throw new WebhookError('not_json');
  }
  const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(webhook) || typeof webhook.event !== 'string' || !isObject(webhook.payload)) {
    throw new WebhookError('not_webhook');
  }
  return webhook;
}

/**
 * What tells a change from every other, the same however often and on whichever way it is told: by a webhook that is
 * repeated, or by the live feed.
 */
export function webhookKey({ event, created_at: at, payload }) {
  const uuid = (uri) => String(uri ?? '').split('/').pop();
  switch (event) {
    case 'invitee.created':
    case 'invitee.canceled':
    case 'routing_form_submission.created':
      return `${event} ${uuid(payload.uri)}`;
    case 'invitee_no_show.created':
      return `${event} ${uuid(payload.no_show?.uri || payload.uri)}`;
    // These can happen to the same thing again.
    default:
      return `${event} ${uuid(payload.uri)} ${at ?? ''}`.trimEnd();
  }
}

/**
 * Takes each call once. Remembers it as long as its signature is taken, by the verification that tolerates most, and no
 * longer. Servers that share a subscription share the guard too, or a call can be taken by each of them.
 */
export class ReplayGuard {
  #most;
  #count = 0;
  /** The codes by the second in which they were signed. */
  #taken = new Map();
  /** The most seconds that a call is taken after it was signed. */
  #oldest = 0;
  /** What was signed until then cannot be told from what was taken and forgotten. */
  #forgotten = -Infinity;
  /** Everything signed before that was looked at already. */
  #swept = -Infinity;

  /** Remembers at most so many calls: as many as can arrive within the tolerance. */
  constructor(most) {
    if (!Number.isSafeInteger(most) || most < 0) throw new TypeError('most must be a number of calls');
    this.#most = most;
  }

  /**
   * Takes what a verification gave. Throws `replayed`; `too_many` where no more can be remembered; `too_old` where nobody
   * can know any more: a clock was set back, or more is tolerated than ever before.
   */
  take(verified, now = Date.now()) {
    const { second, code, oldest } = identity(verified);
    this.#oldest = Math.max(this.#oldest, oldest);
    this.#forget(secondOf(now) - this.#oldest);
    if (second <= this.#forgotten) throw new WebhookError('too_old');
    const codes = this.#taken.get(second);
    if (codes?.has(code)) throw new WebhookError('replayed');
    if (this.#count >= this.#most) throw new WebhookError('too_many');
    if (codes) codes.add(code);
    else this.#taken.set(second, new Set([code]));
    this.#swept = Math.min(this.#swept, second);
    this.#count += 1;
  }

  /** Gives a call back that could not be handled, so that it is taken when Calendly repeats it. */
  giveBack(verified) {
    const { second, code } = identity(verified);
    const codes = this.#taken.get(second);
    if (!codes?.delete(code)) return;
    this.#count -= 1;
    if (codes.size === 0) this.#taken.delete(second);
  }

  #forget(before) {
    if (before <= this.#swept) return;
    this.#swept = before;
    for (const [second, codes] of this.#taken) {
      if (second >= before) continue;
      this.#count -= codes.size;
      this.#taken.delete(second);
      this.#forgotten = Math.max(this.#forgotten, second);
    }
  }
}

function identity(verified) {
  const known = identities.get(verified);
  if (!known) throw new TypeError('a guard takes what verifyWebhook or verifySignature gave');
  return known;
}

/** Time and codes of the header. */
function parsed(header) {
  if (typeof header !== 'string') throw new TypeError('header must be a text, or missing');
  // A carrier may put spaces around the parts of a list (RFC 9110 section 5.6.1).
  const bare = (text) => text.replace(/^[ \t]+|[ \t]+$/g, '');
  if (bare(header) === '') throw new WebhookError('missing');
  let time;
  let codes;
  for (const part of header.split(',').map(bare)) {
    const at = part.indexOf('=');
    if (at < 0) throw new WebhookError('malformed');
    const [name, text] = [part.slice(0, at), part.slice(at + 1)];
    if (name === 't') {
      if (time !== undefined) throw new WebhookError('malformed');
      time = text;
    } else if (name === 'v1') {
      codes ??= [];
      // What can be no code fits nothing; another one beside it may.
      if (/^[0-9a-f]{64}$/.test(text)) codes.push(Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16)));
    }
  }
  if (time === undefined || !isSecond(time)) throw new WebhookError('malformed');
  if (codes === undefined) throw new WebhookError('unknown_scheme');
  return { time, codes };
}

const LARGEST = 2n ** 63n - 1n;

/** A whole number as Calendly writes it: digits, without a sign and without zeros before it. */
function isSecond(text) {
  return /^(0|[1-9][0-9]{0,18})$/.test(text) && BigInt(text) <= LARGEST;
}

function signedText(time, body) {
  const before = new TextEncoder().encode(`${time}.`);
  const text = new Uint8Array(before.length + body.length);
  text.set(before);
  text.set(body, before.length);
  return text;
}

/** Takes the same time wherever the two differ. */
function isSame(code, right) {
  let difference = code.length ^ right.length;
  for (let at = 0; at < right.length; at += 1) difference |= code[at] ^ right[at];
  return difference === 0;
}

const hexadecimal = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function keyOf(signingKey) {
  const bytes = bytesOf(signingKey, 'signingKey');
  if (bytes.length === 0) throw new TypeError('signingKey is empty; anybody could sign with that');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

function bytesOf(value, name) {
  if (typeof value === 'string') return new TextEncoder().encode(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw new TypeError(`${name} must be a text or bytes, as they arrived`);
}

/** What is no number would be tolerated for ever: every comparison with it is false. */
function tolerated(tolerance) {
  const { oldest = TOLERANCE, newest = TOLERANCE } =
    typeof tolerance === 'object' && tolerance !== null ? tolerance : { oldest: tolerance, newest: tolerance };
  for (const seconds of [oldest, newest]) {
    if (!Number.isFinite(seconds) || seconds < 0) throw new TypeError('tolerance must be a number of seconds');
  }
  return { oldest, newest };
}

function secondOf(now) {
  const milliseconds = Number(now);
  if (!Number.isFinite(milliseconds)) throw new TypeError('now must be a date or milliseconds since 1970');
  return Math.floor(milliseconds / 1000);
}
