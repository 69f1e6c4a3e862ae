// Memory: elements come and go for as long as a page is open, and nothing of them stays.
import { expect, test } from './harness.mjs';
import { NOW, eventType, later, pat, signIn, settled } from './harness/drive.mjs';
import { functions, snapshot } from './harness/heap.mjs';

const CYCLES = 500;
/** By then the module’s memory has been as full as it gets: elements of a cycle overlap by chance. */
const WARM = 100;
/** Fewer than the requests of a minute that the sandbox allows. */
const BATCH = 10;

/** What the page holds after everything that can be let go was let go. */
async function held(page, session) {
  // Twice: what a finalizer of the first round lets go is collected in the second.
  for (let round = 0; round < 2; round += 1) {
    await session.send('HeapProfiler.collectGarbage');
    await page.evaluate(() => new Promise((done) => { setTimeout(done, 20); }));
  }
  // Each function that the module gave to JavaScript keeps a piece of its memory.
  const alive = functions(await snapshot(session));
  const { usedSize: heap } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners: listeners, documents } = await session.send('Memory.getDOMCounters');
  const wasm = await page.evaluate(() => globalThis.memory.buffer.byteLength);
  return { heap, nodes, listeners, documents, wasm, functions: alive };
}

test(`${CYCLES} elements that come, move and go leave nothing behind`, async ({ page, open, sandbox }) => {
  test.setTimeout(300_000);
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, '30min');
  await page.addInitScript(() => {
    const real = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...given) => {
      const made = await real(...given);
      globalThis.memory = made.instance.exports.memory;
      return made;
    };
  });
  await open(page, { now: NOW, attributes: { 'event-type': type.id } });
  await signIn(page);
  await settled(page);

  /** Each cycle is one element: signed out, signed in and left at once, or signed in and at work. */
  const batch = (count) => page.evaluate(async ({ token, cycles }) => {
    const [first, main] = [document.querySelector('slotlink-widget'), document.querySelector('main')];
    const rest = (millis) => new Promise((done) => { setTimeout(done, millis); });
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      const next = document.createElement('slotlink-widget');
      for (const { name, value } of first.attributes) next.setAttribute(name, value);
      const ready = new Promise((done) => { next.addEventListener('ready', done, { once: true }); });
      if (cycle % 3) next.token = token;
      main.append(next);
      if (cycle % 3 === 2) await Promise.race([ready, rest(3000)]);
      else await rest(5);
      main.prepend(next);
      await rest(5);
      next.setAttribute('locale', 'de');
      next.setAttribute('timezone', 'Asia/Tokyo');
      await rest(10);
      next.remove();
      await rest(5);
    }
  }, { token: pat(), cycles: count });

  const run = async (count) => {
    for (let done = 0; done < count; done += BATCH) {
      await batch(BATCH);
      await later(page, sandbox, 61_000);
    }
  };

  const session = await page.context().newCDPSession(page);
  await run(WARM);
  const warm = await held(page, session);
  await run(CYCLES - WARM);
  const after = await held(page, session);

  expect(after.wasm, 'bytes of the module’s own memory').toBe(warm.wasm);
  expect(after.nodes - warm.nodes, 'nodes of the document and apart from it').toBeLessThan(20);
  expect(after.listeners - warm.listeners, 'listeners').toBeLessThan(10);
  expect(after.functions - warm.functions, 'functions').toBeLessThan(20);
  expect(after.documents).toBe(warm.documents);
  expect(after.heap - warm.heap, 'bytes of JavaScript').toBeLessThan(300_000);
});
