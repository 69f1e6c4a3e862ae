// Minifies the scripts named.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { minify } from 'terser';

for (const path of process.argv.slice(2)) {
  const { code } = await minify(readFileSync(path, 'utf8'), {
    // callback.js is the one classic script.
    module: basename(path) !== 'callback.js',
    ecma: 2022,
    compress: { passes: 3, unsafe_arrows: true },
  });
  writeFileSync(path, code);
}
