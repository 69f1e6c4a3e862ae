// The packed client and the verifier of webhooks where there is no browser: one program, which has to end by itself.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '../harness.mjs';

const folder = process.env.SLOTLINK_EXAMPLE;
const here = resolve(fileURLToPath(import.meta.url), '..');
const tool = (name) => join(here, 'runtimes/node_modules/.bin', name);
const run = promisify(execFile);

test.skip(!folder, 'the example is installed by `cargo xtask test`');

const RUNTIMES = {
  Node: [process.execPath],
  Deno: [tool('deno'), 'run', '--allow-net', '--allow-read', '--allow-env', '--node-modules-dir=manual'],
  Bun: [tool('bun')],
};

/** What the program does wherever it runs. */
function expectDone(answer, made) {
  expect(answer).toEqual({
    name: 'Mira Albrecht',
    types: 10,
    booking_url: made.booking_url,
    rows: [{ row: 2, values: { name: 'Jo' } }],
    // Both modules keep one budget, which is used up.
    progress: 'waiting',
    given_up: 'aborted',
    event: 'invitee.created',
    refused: 'mismatch',
  });
}

test.beforeAll(async () => {
  for (const file of ['program.mjs', 'worker.mjs']) await copyFile(join(here, file), join(folder, file));
});

for (const [name, [program, ...options]] of Object.entries(RUNTIMES)) {
  test(`a program in ${name} asks the sandbox, verifies a webhook and ends`, async ({ sandbox }) => {
    const main = `${name.toLowerCase()}.mjs`;
    await writeFile(join(folder, main), `import { work } from './program.mjs';\nconsole.log(JSON.stringify(await work('${sandbox.url}')));\n`);
    const { stdout } = await run(program, [...options, main], { cwd: folder, timeout: 30_000 });
    const [made] = await sandbox.facts('link_created');
    expectDone(JSON.parse(stdout), made);
  });
}

/** Module names as workerd resolves them, their kind, and their files; `slotlink/client` is what its condition in package.json says. */
function modules() {
  const own = ['worker.mjs', 'program.mjs'].map((file) => [file, 'esModule', file]);
  const packed = (file) => `node_modules/slotlink/${file}`;
  const scripts = ['client.js', 'feed.js', 'operations.js', 'slotlink_client.js', 'tools/slotlink_tools.js'];
  const programs = ['slotlink_client_bg.wasm', 'tools/slotlink_tools_bg.wasm'];
  return [
    ...own,
    ['slotlink/client', 'esModule', packed('client/workerd.js')],
    ['slotlink/webhooks', 'esModule', packed('webhooks.js')],
    ...scripts.map((file) => [`slotlink/${file}`, 'esModule', packed(`client/${file}`)]),
    ...programs.map((file) => [`slotlink/${file}`, 'wasm', packed(`client/${file}`)]),
  ];
}

test('a worker in workerd, where nothing can be compiled, does the same', async ({ sandbox }) => {
  const listed = modules().map(([name, kind, file]) => `(name = ${JSON.stringify(name)}, ${kind} = embed ${JSON.stringify(file)})`);
  const config = join(folder, 'config.capnp');
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (compatibilityDate = "2026-01-01", globalOutbound = "network", modules = [${listed.join(', ')}])),
    (name = "network", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`,
  );
  const server = spawn(tool('workerd'), ['serve', config, '--control-fd=3'], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  try {
    const ended = once(server, 'exit').then(([code]) => Promise.reject(new Error(`workerd ended with ${code}`)));
    const listening = once(createInterface({ input: server.stdio[3] }), 'line');
    const { port } = JSON.parse((await Promise.race([listening, ended]))[0]);
    ended.catch(() => {});
    const response = await fetch(`http://127.0.0.1:${port}/?api=${encodeURIComponent(sandbox.url)}`);
    const text = await response.text();
    expect(response.status, text).toBe(200);
    const [made] = await sandbox.facts('link_created');
    expectDone(JSON.parse(text), made);
  } finally {
    server.kill();
  }
});
