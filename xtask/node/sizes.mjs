// Prints raw, gzip and brotli bytes of every browser asset under a folder, largest first. What is in a folder `sandbox`
// is for Node.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = process.argv[2];
const ASSET = /\.(wasm|js|css|html)$/;
const OTHERS = /(^|[\\/])(node_modules|sandbox)[\\/]/;

const files = readdirSync(folder, { recursive: true })
  .filter((name) => ASSET.test(name) && !OTHERS.test(name))
  .map((name) => join(folder, name))
  .filter((path) => statSync(path).isFile());

const rows = files.map((path) => {
  const bytes = readFileSync(path);
  const gzip = gzipSync(bytes, { level: 9 }).length;
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;
  return [bytes.length, gzip, brotli, relative(folder, path).replaceAll('\\', '/')];
});

rows.sort((a, b) => b[0] - a[0]);
for (const row of rows) console.log(row.join('\t'));
