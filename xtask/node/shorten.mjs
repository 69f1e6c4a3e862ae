// Makes a folder of browser files smaller: minifies its scripts and, in the glue and the module alike, gives the functions
// between the two names of a letter or three in the place of wasm-bindgen's, which are long and end in a hash.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from 'terser';

const folder = process.argv[2];

/** The glue and its module. */
const GLUE = 'slotlink.js';
const MODULE = 'slotlink_bg.wasm';
/** wasm-bindgen's own names, and the glue's name for itself; what the shell calls keeps the name it has. */
const OURS = /^(__wb|__externref_|wasm_bindgen__|\.\/slotlink_bg)/;

const renamed = {};
for (const name of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
  const path = join(folder, name);
  const { code } = await minify(readFileSync(path, 'utf8'), {
    // callback.js is the one classic script.
    module: name !== 'callback.js',
    ecma: 2022,
    compress: { passes: 3, unsafe_arrows: true },
    mangle: name === GLUE ? { properties: { regex: OURS } } : true,
    nameCache: name === GLUE ? renamed : undefined,
  });
  writeFileSync(path, code);
}

const short = (name) => {
  if (!OURS.test(name)) return name;
  const found = renamed.props.props[`$${name}`];
  // What the glue does not name, nobody gives to the module or asks it for.
  if (!found) throw new Error(`the glue does not know ${name}`);
  return found;
};

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
}

function number(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return Buffer.from([...bytes, value]);
}

const vector = (bytes) => Buffer.concat([number(bytes.length), bytes]);
const name = (text) => vector(Buffer.from(text));

function imports(section) {
  const parts = [];
  const count = section.number();
  parts.push(number(count));
  for (let i = 0; i < count; i += 1) {
    parts.push(name(short(section.name())), name(short(section.name())));
    const [kind] = section.take(1);
    if (kind !== 0) throw new Error(`the module imports something that is not a function (kind ${kind})`);
    parts.push(Buffer.from([kind]), number(section.number()));
  }
  return Buffer.concat(parts);
}

function exports(section) {
  const parts = [];
  const count = section.number();
  parts.push(number(count));
  for (let i = 0; i < count; i += 1) {
    parts.push(name(short(section.name())), Buffer.from(section.take(1)), number(section.number()));
  }
  return Buffer.concat(parts);
}

const REWRITES = { 2: imports, 7: exports };

const path = join(folder, MODULE);
const module = new Bytes(readFileSync(path));
const parts = [module.take(8)];
while (!module.done) {
  const [id] = module.take(1);
  const content = module.take(module.number());
  parts.push(Buffer.from([id]), vector(REWRITES[id]?.(new Bytes(content)) ?? content));
}
const result = Buffer.concat(parts);
writeFileSync(path, result);

// What is wrong in the sections, the engine says here.
const made = new WebAssembly.Module(result);
const left = [...WebAssembly.Module.imports(made), ...WebAssembly.Module.exports(made)].filter(({ name }) => OURS.test(name));
if (left.length > 0) throw new Error(`these names are left: ${left.map(({ name }) => name).join(', ')}`);
