// Makes a flavour smaller once wasm-opt is done: takes out of the glue what the module does not ask for, minifies it, and
// in both gives the functions between the two names of a letter or three in the place of wasm-bindgen's, which are long
// and end in a hash.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'acorn';
import { minify } from 'terser';
import { EAGERLY, flavour, names, rewrite } from './module.mjs';

const { module, rest, glue } = flavour(process.argv[2]);
const modules = [module, rest].filter(existsSync);

/** wasm-bindgen's own names, and the glue's name for itself; what the shell calls keeps the name it has. */
const OURS = /^(__wb|__externref_|wasm_bindgen_|\.\/\w+_bg)/;

const text = readFileSync(glue, 'utf8');
const asked = new Set(modules.flatMap((path) => names(readFileSync(path)).imports));

/** The functions that the glue offers to the module: `function __wbg_get_imports() { const import0 = { … } … }`. */
function offers(program) {
  const maker = program.body.find((node) => node.type === 'FunctionDeclaration' && node.id.name === '__wbg_get_imports');
  const object = maker?.body.body[0]?.declarations?.[0]?.init;
  if (object?.type !== 'ObjectExpression') throw new Error('the glue does not list its functions where it used to');
  return object.properties.filter(({ key, value }) => key && value.type.includes('Function'));
}

let kept = '';
let at = 0;
for (const { key, start, end } of offers(parse(text, { ecmaVersion: 'latest', sourceType: 'module' }))) {
  if (asked.has(key.name ?? key.value)) continue;
  kept += text.slice(at, start);
  // With the comma after it.
  at = text[end] === ',' ? end + 1 : end;
}
kept += text.slice(at);

const renamed = {};
const { code } = await minify(kept, {
  module: true,
  ecma: 2022,
  compress: { passes: 3, unsafe_arrows: true },
  mangle: { properties: { regex: OURS } },
  nameCache: renamed,
  format: existsSync(rest) ? EAGERLY : {},
});
writeFileSync(glue, code);

const given = renamed.props.props;
function rename(name) {
  if (!OURS.test(name)) return name;
  const found = given[`$${name}`];
  if (!found) throw new Error(`the glue does not know ${name}`);
  return found;
}
const made = modules.map((path) => rewrite(path, { rename, keep: (name) => !OURS.test(name) || `$${name}` in given }));
const left = made.flatMap(({ imports, exports }) => [...imports, ...exports]).filter((name) => OURS.test(name));
if (left.length > 0) throw new Error(`these names are left: ${left.join(', ')}`);
