// No client secret: what browsers fetch of the package has no name for one, as a form or a header would have it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const folder = process.env.SLOTLINK_PACKAGE ?? join(resolve(root, process.env.CARGO_TARGET_DIR ?? 'target'), 'npm/package');

/** The files below a folder that have such an ending, by their paths in it. A sandbox is a server: others may send it one. */
const files = (within, endings) =>
  readdirSync(within, { recursive: true }).filter((name) => endings.test(name) && !/^sandbox[\\/.]/.test(name));
const read = (within, name) => readFileSync(join(within, name), 'latin1');

/** The parameter (RFC 6749, section 2.3.1), and the scheme of the header that is the other way to send it. The attribute that is
 * refused is `client-secret`. */
const SENT = /client_secret|Basic (?!realm)/i;

test('C10: no file that a browser may fetch names a client secret as it would be sent', () => {
  const fetched = files(folder, /\.(js|html|wasm)$/);
  for (const name of ['index.js', 'shell.js', 'slotlink.js', 'slotlink_bg.wasm', 'slotlink_rest.wasm', 'callback.html', 'callback.js', 'worker.js']) {
    assert.ok(fetched.includes(name), name);
  }
  for (const name of fetched) assert.doesNotMatch(read(folder, name), SENT, name);
  // What is sent can be seen in such files, and so could this.
  assert.match(read(folder, 'slotlink_bg.wasm'), /code_verifier/);
});

test('C10: no source of such a file does, so that no compiler can have hidden one in its code', () => {
  const sources = ['src', 'npm'].flatMap((name) => files(join(root, name), /\.(rs|js)$/).map((file) => join(name, file)));
  assert.ok(sources.length > 200, 'the sources are there');
  for (const name of [...sources, 'callback.html', 'index.html']) assert.doesNotMatch(read(root, name), SENT, name);
});
