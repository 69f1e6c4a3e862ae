// The headless client of the packed tarball, where it is installed: its types, and its own sandbox in Node.
import { execFile } from 'node:child_process';
import { copyFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '../harness.mjs';

const folder = process.env.SLOTLINK_EXAMPLE;
const here = resolve(fileURLToPath(import.meta.url), '..');
const run = promisify(execFile);

test.skip(!folder, 'the example is installed by `cargo xtask test`');

test('a strict TypeScript program compiles against its types, and wrong ones do not', async () => {
  await copyFile(join(here, 'types.ts'), join(folder, 'types.ts'));
  const compiler = join(here, '../node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2023,dom,dom.asynciterable'];
  const { stdout } = await run(process.execPath, [compiler, ...options, 'types.ts'], { cwd: folder }).catch((error) => error);
  expect(stdout).toBe('');
});

test('`slotlink/client` finds its module in Node and asks the sandbox', async ({ sandbox }) => {
  const program = `
    import { createClient } from 'slotlink/client';
    const client = createClient({ apiUrl: '${sandbox.url}', token: 'sandbox-pat-mira-albrecht' });
    const { uri: user, name } = await client.getCurrentUser();
    const types = await client.listEventTypes({ user }).toArray();
    console.log(JSON.stringify({ name, types: types.length }));
  `;
  await writeFile(join(folder, 'client.mjs'), program);
  const { stdout } = await run(process.execPath, ['client.mjs'], { cwd: folder });
  const { name, types } = JSON.parse(stdout);
  expect(name).toBe('Mira Albrecht');
  expect(types).toBeGreaterThan(60);
});
