// Takes out of a flavour what nobody calls: classes that a dependency exports, from the glue; the module's exports that the
// glue does not name; and the bodies of that dependency's functions, which tables of virtual calls still hold. It runs
// before wasm-opt, which takes out what only those had called.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'acorn';
import { flavour, rewrite } from './module.mjs';

const { module, glue } = flavour(process.argv[2]);

/** wasm-streams, which Leptos brings: streams between Rust and JavaScript. Nothing of ours makes one. */
const FOREIGN = /^IntoUnderlying(ByteSource|Sink|Source)(Finalization)?$/;

const text = readFileSync(glue, 'utf8');
const isForeign = (node) => node?.type === 'Identifier' && FOREIGN.test(node.name);

/** Whether a statement is of a foreign class: the class, its finalizer, or what makes it disposable. */
function isOfForeign(statement) {
  switch (statement.type) {
    case 'ExportNamedDeclaration': return isForeign(statement.declaration?.id);
    case 'VariableDeclaration': return statement.declarations.some(({ id }) => isForeign(id));
    // if (Symbol.dispose) Name.prototype[Symbol.dispose] = Name.prototype.free;
    case 'IfStatement': return isForeign(statement.consequent.expression?.left?.object?.object);
    default: return false;
  }
}

let kept = '';
let at = 0;
for (const statement of parse(text, { ecmaVersion: 'latest', sourceType: 'module' }).body) {
  if (!isOfForeign(statement)) continue;
  kept += text.slice(at, statement.start);
  at = statement.end;
}
kept += text.slice(at);
if (/\bIntoUnderlying/.test(kept)) throw new Error('the glue still names a class that was taken out');
writeFileSync(glue, kept);
rewrite(module, {
  keep: (name) => new RegExp(`\\bwasm\\.${name}\\b`).test(kept),
  isDead: (name) => name.includes('wasm_streams'),
});
