#!/usr/bin/env node
// The command: reads its arguments, listens, and ends at Ctrl-C.
import { readFileSync } from 'node:fs';
import { Core, help, initSync } from './core.js';
import { carrier } from './carrier.js';
import { deliverCalls } from './courier.js';

initSync({ module: readFileSync(new URL('./core_bg.wasm', import.meta.url)) });

function fail(message) {
  process.stderr.write(`slotlink-sandbox: ${message}\n`);
  process.exit(1);
}

function started() {
  try {
    return Core.start(process.argv.slice(2), Date.now());
  } catch (error) {
    return fail(error.message);
  }
}

function serve(core) {
  const { host, port } = core;
  const server = carrier(core);
  server.on('error', (error) => {
    fail(error.code === 'EADDRINUSE' ? core.busy() : `cannot listen on ${host} port ${port}: ${error.message}`);
  });
  server.listen(port, host, () => {
    // Before the line that says it is ready: whoever reads it may stop the program at once.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
    deliverCalls(core);
    const { address, family, port } = server.address();
    const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
    console.log(`slotlink-sandbox listening on ${url}`);
    // For people; a program has read what it needs, and may have closed its end.
    if (process.stdout.isTTY) console.log(`its hosts and their personal access tokens: ${url}/`);
  });
}

const core = started();
if (core) serve(core);
else process.stdout.write(help());
