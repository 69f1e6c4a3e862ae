// Names the files of the page's program after what is in them, so that a cache has never two of one name, and writes names
// and digests into index.html. Trunk did so before the program was made small.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { flavour } from './module.mjs';

const [folder] = process.argv.slice(2);
const { module, rest, glue } = flavour(folder);
const files = [glue, module, rest].filter(existsSync);
const page = join(folder, 'index.html');

const all = createHash('sha256');
for (const path of files) all.update(readFileSync(path));
const before = basename(glue, '.js');
const after = before.replace(/(?<=-)[0-9a-f]+$/, all.digest('hex').slice(0, 16));
if (after === before) throw new Error(`${before} has no digest in its name`);
// It names the module, for those who do not say where that is.
writeFileSync(glue, readFileSync(glue, 'utf8').replaceAll(before, after));
for (const path of files) renameSync(path, path.replace(before, after));

let links = 0;
const text = readFileSync(page, 'utf8')
  .replaceAll(before, after)
  .replace(/(<link [^>]*href="([^"]+)"[^>]* integrity=")[^"]*/g, (_, link, href) => {
    links += 1;
    return `${link}sha384-${createHash('sha384').update(readFileSync(join(folder, href))).digest('base64')}`;
  });
if (links !== 2) throw new Error(`index.html was to have a digest of the glue and one of the module, and has ${links}`);
writeFileSync(page, text);
