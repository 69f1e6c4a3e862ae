// A module in wasm-dis' text form, as a list of what stands in it: one form per line that is indented by one space.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Rust's target for the browser may use; the text form does not tell. */
const FEATURES = ['mutable-globals', 'sign-ext', 'nontrapping-float-to-int', 'bulk-memory', 'reference-types', 'multivalue']
  .map((feature) => `--enable-${feature}`);

/** A name in the text form. */
const NAME = String.raw`\$(?:"(?:[^"\\]|\\.)*"|[^\s()]+)`;
const named = new RegExp(NAME);
const calls = new RegExp(String.raw`\((?:return_)?call (${NAME})|\(ref\.func (${NAME})`, 'g');

/** Reads a module: its forms, each with its kind (`func`, `import` …), its name and its text. */
export function read(path) {
  const text = execFileSync('wasm-dis', [...FEATURES, path], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const forms = [];
  for (const line of text.split('\n').slice(1)) {
    if (line.startsWith(' (')) forms.push(line);
    else if (line.startsWith('  ') || line === ' )') forms[forms.length - 1] += `\n${line}`;
  }
  return forms.map((text) => ({ kind: text.match(/^ \((\w+)/)[1], name: text.match(named)?.[0], text }));
}

/** Assembles forms into a module, and lets wasm-opt take out what nothing in it asks for. */
export function write(path, forms, args) {
  const folder = mkdtempSync(join(tmpdir(), 'slotlink-'));
  try {
    const source = join(folder, 'module.wat');
    writeFileSync(source, `(module\n${forms.join('\n')}\n)\n`);
    execFileSync('wasm-opt', [...FEATURES, ...args, '--output', path, source], { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a function takes and gives: `(param i32 i64) (result i32)`, and how many it takes. */
export function signature({ text }) {
  const [head] = text.split('\n', 1);
  const parts = head.replace(named, '').match(/\((?:param|result)[^()]*\)/g) ?? [];
  const takes = parts.filter((part) => part.startsWith('(param')).map((part) => part.match(/(\w+)\)$/)[1]);
  const gives = parts.filter((part) => part.startsWith('(result'));
  return { takes, text: [takes.length > 0 ? `(param ${takes.join(' ')})` : '', ...gives].join(' ') };
}

/** The names of all functions that a form calls or refers to. */
export const called = ({ text }) => new Set([...text.matchAll(calls)].map((found) => found[1] ?? found[2]));

/** The function that is exported, if one is. */
export const exported = ({ text }) => text.match(new RegExp(String.raw`\(func (${NAME})\)\)$`))?.[1];
