// Puts the package's entry together, so that a page waits for one script and not for three in turn: the shell, the glue
// as a function that runs it, and the entry's own lines, which import both.
//
//   node entry.mjs ENTRY SHELL GLUE    prints the script
import { readFileSync } from 'node:fs';
import { parse } from 'acorn';

const [entry, shell, glue] = process.argv.slice(2).map((path) => readFileSync(path, 'utf8'));

/** Takes `what` out of `text`, which has it once, and puts `instead` there. */
function replaced(text, what, instead) {
  const parts = text.split(what);
  if (parts.length !== 2) throw new Error(`the entry does not say \`${what}\` once`);
  return parts.join(instead);
}

/** A module as the body of a function that returns what it exports. */
function body(text) {
  const given = [];
  let kept = '';
  let at = 0;
  for (const { type, start, end, declaration, specifiers } of parse(text, { ecmaVersion: 'latest', sourceType: 'module' }).body) {
    if (!/^(Ex|Im)port/.test(type)) continue;
    if (type !== 'ExportNamedDeclaration') throw new Error(`the glue has a statement that is not foreseen: ${type}`);
    kept += text.slice(at, start);
    at = declaration ? declaration.start : end;
    for (const { id } of declaration ? (declaration.declarations ?? [declaration]) : []) given.push(id.name);
    for (const { local, exported } of specifiers) given.push(`${exported.name}: ${local.name}`);
  }
  return `${kept}${text.slice(at)};return { ${given.join(', ')} };`;
}

const own = replaced(replaced(entry, "import { define } from './shell.js';\n", ''), "import('./slotlink.js')", 'program()');
console.log(`${shell}\nfunction program() {${body(glue)}}\n${own}`);
