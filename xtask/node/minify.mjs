// Minifies the scripts named.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { minify } from 'terser';
import { EAGERLY } from './module.mjs';

for (const path of process.argv.slice(2)) {
  const { code } = await minify(readFileSync(path, 'utf8'), {
    // The two classic scripts: one runs before its page is there, the other in a worker.
    module: !['callback.js', 'worker.js'].includes(basename(path)),
    ecma: 2022,
    compress: { passes: 3, unsafe_arrows: true },
    // What a page waits for, and not what a program imports.
    format: /(?<!client.)(index|boot|shell)\.js$/.test(path) ? EAGERLY : {},
  });
  writeFileSync(path, code);
}
