// A flavour's two files, and the module's imports and exports by name: read, left out, renamed.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * How terser writes a script whose functions are mostly called before there is anything to see. V8 compiles them while
 * it reads the script, beside the page's own thread (https://v8.dev/blog/explicit-compile-hints); to others it is a remark.
 */
export const EAGERLY = { preamble: '//# allFunctionsCalledOnLoad' };

/** The module of a folder, the glue that wasm-bindgen wrote for it, and where the rest of a split module is. */
export function flavour(folder) {
  const module = readdirSync(folder).find((name) => name.endsWith('_bg.wasm'));
  if (!module) throw new Error(`there is no module in ${folder}`);
  const beside = (end) => join(folder, module.replace('_bg.wasm', end));
  return { module: join(folder, module), glue: beside('.js'), rest: beside('_rest.wasm') };
}

/** A reader of the wasm binary format (https://webassembly.github.io/spec/core/binary). */
class Bytes {
  at = 0;

  constructor(bytes) {
    this.bytes = bytes;
  }

  get done() {
    return this.at >= this.bytes.length;
  }

  take(count) {
    if (this.at + count > this.bytes.length) throw new Error('the module ends in the middle');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  /** An unsigned LEB128 number of up to 32 bits. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const [byte] = this.take(1);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  name() {
    return this.take(this.number()).toString('utf8');
  }

  limits() {
    const [flags] = this.take(1);
    this.number();
    if (flags & 1) this.number();
  }

  /** Passes over what an import is: a function, a table, a memory or a global. */
  described() {
    const [kind] = this.take(1);
    if (kind === 0) return this.number();
    if (kind === 1) this.take(1);
    if (kind === 1 || kind === 2) return this.limits();
    if (kind === 3) return this.take(2);
    throw new Error(`the module imports something of kind ${kind}`);
  }
}

function number(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return Buffer.from([...bytes, value]);
}

const vector = (bytes) => Buffer.concat([number(bytes.length), bytes]);
const name = (text) => vector(Buffer.from(text));

function imports(section, rename) {
  const parts = [];
  const count = section.number();
  parts.push(number(count));
  for (let i = 0; i < count; i += 1) {
    parts.push(name(rename(section.name())), name(rename(section.name())));
    const from = section.at;
    section.described();
    parts.push(section.bytes.subarray(from, section.at));
  }
  return Buffer.concat(parts);
}

function exports(section, rename, keep) {
  const entries = [];
  const count = section.number();
  for (let i = 0; i < count; i += 1) {
    const exported = section.name();
    const [kind] = section.take(1);
    const index = section.number();
    if (keep(exported)) entries.push(name(rename(exported)), Buffer.from([kind]), number(index));
  }
  return Buffer.concat([number(entries.length / 3), ...entries]);
}

/** No locals, `unreachable`, `end`. */
const TRAP = Buffer.from([0x00, 0x00, 0x0b]);

function code(section, imported, called, isDead) {
  const count = section.number();
  const parts = [number(count)];
  for (let i = 0; i < count; i += 1) {
    const body = section.take(section.number());
    parts.push(vector(isDead(called.get(imported + i) ?? '') ? TRAP : body));
  }
  return Buffer.concat(parts);
}

/** The functions' names by number, from the custom section `name` where there is one. */
function functionNames(sections) {
  const called = new Map();
  for (const { id, content } of sections) {
    if (id !== 0) continue;
    const custom = new Bytes(content);
    if (custom.name() !== 'name') continue;
    while (!custom.done) {
      const [kind] = custom.take(1);
      const part = new Bytes(custom.take(custom.number()));
      if (kind !== 1) continue;
      for (let left = part.number(); left > 0; left -= 1) called.set(part.number(), part.name());
    }
  }
  return called;
}

/**
 * Writes a module anew: `rename` gives imports and exports their names, exports that `keep` refuses are left out, and
 * functions whose name `isDead` knows get a body that only traps.
 */
export function rewrite(path, { rename = (name) => name, keep = () => true, isDead }) {
  const module = new Bytes(readFileSync(path));
  const head = module.take(8);
  const sections = [];
  while (!module.done) {
    const [id] = module.take(1);
    sections.push({ id, content: module.take(module.number()) });
  }
  const imported = names(module.bytes).imports.length;
  const called = isDead ? functionNames(sections) : undefined;
  const changes = {
    2: (section) => imports(section, rename),
    7: (section) => exports(section, rename, keep),
    10: (section) => (isDead ? code(section, imported, called, isDead) : undefined),
  };
  const parts = sections.map(({ id, content }) => (
    Buffer.concat([Buffer.from([id]), vector(changes[id]?.(new Bytes(content)) ?? content)])
  ));
  const result = Buffer.concat([head, ...parts]);
  writeFileSync(path, result);
  return names(result);
}

/** The names of a module's imports and exports. What is wrong in its sections, the engine says here. */
export function names(bytes) {
  const module = new WebAssembly.Module(bytes);
  return {
    imports: WebAssembly.Module.imports(module).map(({ name }) => name),
    exports: WebAssembly.Module.exports(module).map(({ name }) => name),
  };
}
