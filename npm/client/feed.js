// The live feed as an iterator: polls, hands out what was found, and keeps in a store what was taken. One tab polls at a
// time; the others wait until it is gone, and then go on where it stopped.

const OPTIONS = [
  'events', 'scope', 'organization', 'user', 'group', 'since', 'horizonDays', 'requestsPerMinute',
  'interval', 'store', 'signal', 'onError',
];
/** Longest time between two polls after failures, in milliseconds. */
const LONGEST_WAIT = 300_000;

/** `use` runs something on the module, when it is there, and makes errors of what it throws. */
export function liveFeed(use, options = {}) {
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) throw new TypeError(`liveFeed has no option “${name}”`);
  }
  const { interval = 60, store = defaultStore(), signal, onError, ...asked } = options;
  if (!Number.isFinite(interval) || interval < 1) throw new TypeError('interval must be a number of seconds, at least 1');
  return envelopes(use, asked, { interval: interval * 1000, store, signal, onError });
}

async function* envelopes(use, asked, { interval, store, signal, onError }) {
  if (signal?.aborted) return;
  const feed = await use(async (core) => core.feed(asked));
  let release;
  try {
    const name = await begun(use, feed, { interval, signal, onError });
    if (name === undefined) return;
    release = await store.lock?.(name, signal);
    const memory = await store.load(name);
    if (memory) feed.restore(memory);
    for (let failures = 0; ;) {
      try {
        await use(() => feed.poll(signal));
        failures = 0;
      } catch (error) {
        if (!error.transient) throw error;
        failures += 1;
        onError?.(error);
      }
      for (let text = feed.first(); text !== undefined; text = feed.first()) {
        if (signal?.aborted) return;
        yield JSON.parse(text);
        // Whoever asks for the next one has taken this one.
        feed.taken();
        await store.save(name, feed.memory());
      }
      await store.save(name, feed.memory());
      await pause(Math.min(interval * 2 ** failures, Math.max(interval, LONGEST_WAIT)), signal);
      if (signal?.aborted) return;
    }
  } catch (error) {
    // What was aborted on purpose has ended, not failed.
    if (!signal?.aborted) throw error;
  } finally {
    release?.();
    feed.free();
  }
}

/** The name of the feed's memory, once it is known whose it is; nothing where it is aborted before. */
async function begun(use, feed, { interval, signal, onError }) {
  for (let failures = 1; ; failures += 1) {
    try {
      return await use(() => feed.begin(signal));
    } catch (error) {
      if (!error.transient) throw error;
      onError?.(error);
      await pause(Math.min(interval * 2 ** failures, Math.max(interval, LONGEST_WAIT)), signal);
      if (signal?.aborted) return undefined;
    }
  }
}

/** Waits, or until it is aborted. */
function pause(milliseconds, signal) {
  if (signal?.aborted) return undefined;
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      done();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
  });
}

/** The page's own storage where tabs can agree who polls, else the memory of this feed. */
function defaultStore() {
  const { document, navigator } = globalThis;
  if (!document || !navigator?.locks) return memoryStore();
  try {
    return tabStore(globalThis.localStorage, navigator.locks);
  } catch {
    // Where a page may store nothing, asking for the storage is an error.
    return memoryStore();
  }
}

function memoryStore() {
  const kept = new Map();
  return { load: (name) => kept.get(name), save: (name, memory) => void kept.set(name, memory) };
}

function tabStore(storage, locks) {
  const prefix = 'slotlink feed ';
  return {
    load: (name) => storage.getItem(prefix + name),
    save: (name, memory) => storage.setItem(prefix + name, memory),
    lock: (name, signal) => new Promise((held, failed) => {
      const hold = () => new Promise((release) => { held(release); });
      locks.request(prefix + name, { signal }, hold).catch(failed);
    }),
  };
}
