// The page of reference cases against the tests it names.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/reference-cases.md', root), 'utf8');

const rows = [...page.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(([, number, rest]) => {
  const cells = rest.split(' | ');
  return { number: Number(number), cells, here: cells.at(-1) };
});
const kind = ({ here }) => /^(not applicable|missing): \S/.exec(here)?.[1] ?? 'tested';
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether `source` declares a test of exactly this name. */
function declares(file, source, name) {
  const exact = escaped(name);
  if (!file.endsWith('.rs')) return new RegExp(`\\btest\\(\\s*(['"\`])${exact}\\1,`).test(source);
  // A property has its values where a test has nothing, and may do without the attribute.
  return new RegExp(`#\\[(?:wasm_bindgen_)?test\\]\\s+(?:async )?fn ${exact}\\(|\\bfn ${exact}\\(\\s*\\w+ in `).test(source);
}

test('every case from 1 to 50 has one row with four cells', () => {
  assert.deepEqual(rows.map(({ number }) => number), Array.from({ length: 50 }, (_, index) => index + 1));
  for (const { number, cells } of rows) assert.equal(cells.length, 3, `cells of ${number}`);
});

test('every test that is named is there', () => {
  for (const row of rows) {
    if (kind(row) !== 'tested') continue;
    for (const named of row.here.split('<br>')) {
      const [, file, name] = /^`([^`]+)` › `([^`]+)`$/.exec(named) ?? assert.fail(`${row.number}: “${named}” names no test`);
      const place = new URL(file, root);
      assert.ok(existsSync(place), `${row.number}: there is no ${file}`);
      assert.ok(declares(file, readFileSync(place, 'utf8'), name), `${row.number}: ${file} has no test “${name}”`);
    }
  }
});

test('the numbers at the top are those of the rows', () => {
  const count = (wanted) => rows.filter((row) => kind(row) === wanted).length;
  const expected = `Tested: ${count('tested')}. Not applicable: ${count('not applicable')}. Missing: ${count('missing')}.`;
  assert.deepEqual(/^Tested: .*$/m.exec(page)?.[0], expected);
});
