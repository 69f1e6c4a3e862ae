// Splits a flavour's module in two: what runs until times are on the screen, and the rest, which is fetched after that.
//
//   node split.mjs FOLDER LIST         LIST has the fingerprints of the rest's functions, one per line
//   node split.mjs FOLDER --observed   does not split: the module notes in `globalThis.slotlinkCalls` who was called, as a map by
//                                      fingerprint
//
// Both parts have one memory and one table. A function of the rest is, in the first part, a stub that calls it by its place
// in the table, after asking the glue for the rest if that is not there yet; the rest asks for the first part's functions
// by their places. So which part a function is in matters to speed alone. What no list knows is in the first.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { flavour } from './module.mjs';
import { called, exported, read, signature, write } from './wat.mjs';

const [folder, how] = process.argv.slice(2);
const { module, rest, glue } = flavour(folder);
const forms = read(module);
const of = (kind) => forms.filter((form) => form.kind === kind);
const texts = (list) => list.map(({ text }) => text);
const functions = of('func');

/** What a function is known by: eight digits of a digest of its name, without the numbers of crates. */
const fingerprint = (name) => createHash('sha256').update(name.replace(/\[[0-9a-f]+\]/g, '')).digest('hex').slice(0, 8);

/** Adds a function to those that the glue offers to the module, and `more` to what it exports. */
function extendGlue(offered, more) {
  const text = readFileSync(glue, 'utf8');
  const start = 'const import0 = {\n        __proto__: null,\n';
  if (!text.includes(start)) throw new Error('the glue does not list its functions where it used to');
  writeFileSync(glue, text.replace(start, `${start}        ${offered},\n`) + more);
}

/** The module that the glue's functions are imported from. */
const offers = of('import')[0].text.match(/\(import ("[^"]*")/)[1];

function observe() {
  const prints = functions.map(({ name }) => fingerprint(name));
  extendGlue('__wbg_called: (at) => { calls[prints[at]] += 1; }', `
const prints = ${JSON.stringify(prints)};
const calls = globalThis.slotlinkCalls = Object.fromEntries(prints.map((print) => [print, 0]));
`);
  const count = new Map(functions.map(({ name }, at) => [name, at]));
  const told = functions.map(({ name, text }) => {
    const lines = text.split('\n');
    const locals = lines.findIndex((line, at) => at > 0 && !line.startsWith('  (local '));
    lines.splice(locals, 0, `  (call $called (i32.const ${count.get(name)}))`);
    return lines.join('\n');
  });
  const others = forms.filter(({ kind }) => !['type', 'import', 'func'].includes(kind));
  write(module, [
    ...texts(of('type')), ` (import ${offers} "__wbg_called" (func $called (param i32)))`, ...texts(of('import')),
    ...texts(others), ...told,
  ], ['-O0']);
}

/** As many instructions as a stub has; a function that has no more stays where it is. */
const STUB = 5;

function split(list) {
  const known = new Set(readFileSync(list, 'utf8').split('\n'));
  const isSmall = ({ text }) => text.split('(').length - text.split('(param').length - text.split('(local ').length < STUB;
  const isRest = new Set(functions.filter((form) => known.has(fingerprint(form.name)) && !isSmall(form)).map(({ name }) => name));
  const parts = [functions.filter(({ name }) => !isRest.has(name)), functions.filter(({ name }) => isRest.has(name))];
  const [callsOfFirst, callsOfRest] = parts.map((part) => new Set(part.flatMap((form) => [...called(form)])));

  // The table of functions, and the first place of each; what has none gets one when it needs one.
  const [table] = of('table').filter(({ text }) => text.includes('funcref'));
  const [segment, ...others] = of('elem');
  if (others.length > 0) throw new Error('the table of functions is filled by several segments');
  const [, begins, filled] = segment.text.match(/\(i32\.const (\d+)\) func (.*)\)$/);
  const places = [...Array(Number(begins)), ...filled.match(/\$(?:"(?:[^"\\]|\\.)*"|[^\s()]+)/g)];
  const place = new Map();
  places.forEach((name, at) => { if (name && !place.has(name)) place.set(name, at); });
  const inTable = new Set(place.keys());
  const placeOf = (name) => {
    if (!place.has(name)) place.set(name, places.push(name) - 1);
    return place.get(name);
  };

  const asked = new Set(of('export').map(exported));
  const stubs = parts[1].filter(({ name }) => callsOfFirst.has(name) || inTable.has(name) || asked.has(name)).map((form) => {
    const { takes, text } = signature(form);
    const values = takes.map((_, at) => `(local.get ${at})`).join(' ');
    return ` (func ${form.name} ${text} (call $wait) (call_indirect ${table.name} ${text} ${values} (i32.const ${placeOf(form.name)})))`;
  });
  const given = parts[0].filter(({ name }) => callsOfRest.has(name));
  given.forEach(({ name }) => placeOf(name));

  // What the two share, by name: exported by the first, imported by the rest. No name of the glue begins with a digit.
  const tables = of('table');
  const globals = of('global');
  const sized = (form) => (form === table ? ` (table ${table.name} ${places.length} ${places.length} funcref)` : form.text);
  const shares = [
    ...tables.map(({ name }, at) => [`${at}t`, `table ${name}`, sized(tables[at]).match(/\d+ \d+ \w+\)$|\d+ \w+\)$/)[0].slice(0, -1)]),
    ...globals.map(({ name, text }, at) => [`${at}g`, `global ${name}`, text.match(/\(mut \w+\)| (\w+) \(/)[0].replace(/ \($/, '')]),
  ];
  const isHere = '(global $here (mut i32) (i32.const 0))';
  const memory = of('memory')[0];
  const passes = ['--low-memory-unused', '--zero-filled-memory', '--remove-unused-module-elements', '--reorder-functions-by-name', '--strip-debug', '--strip-producers'];
  write(module, [
    ...texts(of('type')), ` (import ${offers} "__wbg_rest" (func $rest))`, ...texts(of('import')),
    ...texts(of('memory')), ...tables.map(sized), ...texts(globals), ` ${isHere}`, ...texts(of('data')), ...texts(of('export')),
    ...shares.map(([name, what]) => ` (export "${name}" (${what}))`), ' (export "0h" (global $here))',
    ` (elem (table ${table.name}) (i32.const ${begins}) func ${places.slice(begins).join(' ')})`,
    ' (func $wait (if (i32.eqz (global.get $here)) (then (call $rest))))',
    ...texts(parts[0]), ...stubs,
  ], passes);

  const filling = [];
  places.forEach((name, at) => {
    if (!isRest.has(name)) return;
    const last = filling.at(-1);
    if (last && last.at + last.names.length === at) last.names.push(name);
    else filling.push({ at, names: [name] });
  });
  write(rest, [
    ...texts(of('type')), ...texts(of('import')),
    ` (import "first" "memory" (memory ${memory.text.match(/\d+(?=\)$)/)[0]}))`,
    ...shares.map(([name, what, type]) => ` (import "first" "${name}" (${what} ${type}))`),
    ' (import "first" "0h" (global $here (mut i32)))',
    ...given.map((form) => ` (import "first" "${place.get(form.name)}" (func ${form.name} ${signature(form).text}))`),
    ...filling.map(({ at, names }) => ` (elem (table ${table.name}) (i32.const ${at}) func ${names.join(' ')})`),
    ' (start $begin)', ' (func $begin (global.set $here (i32.const 1)))',
    ...texts(parts[1]),
  ], passes);

  extendGlue('__wbg_rest: () => { bring(); }', `
let bring;
export function whenMissing(act) { bring = act; }
export const given = () => ({
  ...__wbg_get_imports(),
  first: new Proxy(wasm, { get: (own, name) => own[name] ?? own['${tables.indexOf(table)}t'].get(+name) }),
});
`);
  console.log(`first: ${parts[0].length} functions and ${stubs.length} stubs; rest: ${parts[1].length}`);
}

if (how === '--observed') observe();
else split(how);
