// The sandbox of the packed tarball: `npx slotlink-sandbox`, where the package is installed. No browser is needed.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';

const folder = process.env.SLOTLINK_EXAMPLE;
const PAT = { authorization: 'Bearer sandbox-pat-mira-albrecht' };

test.skip(!folder, 'the example is installed by `cargo xtask test`');

/** The command, in a process group of its own as in a terminal, with all that it says. */
function command(...options) {
  const child = spawn('npx', ['--no-install', 'slotlink-sandbox', ...options], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (piece) => (said += piece));
  const ended = new Promise((done) => child.once('close', (code) => done({ code, said })));
  return { child, ended };
}

/** The command once it listens; `interrupt` is Ctrl-C. */
async function running(...options) {
  const { child, ended } = command('--port', '0', ...options);
  const [line] = await Promise.race([
    new Promise((done) => createInterface(child.stdout).once('line', (line) => done([line]))),
    ended.then(({ said }) => Promise.reject(new Error(said))),
  ]);
  const url = line.match(/^slotlink-sandbox listening on (http:\/\/127\.0\.0\.1:\d+)$/)[1];
  const interrupt = () => {
    process.kill(-child.pid, 'SIGINT');
    return ended;
  };
  return { url, interrupt };
}

test('it answers the API, shows the sign-in and books, until it is interrupted', async () => {
  const { url, interrupt } = await running('--now', '2026-12-01T08:00:00Z');
  try {
    const get = async (path) => (await fetch(`${url}${path}`, { headers: PAT })).json();
    const { resource: me } = await get('/users/me');
    expect(me.name).toBe('Mira Albrecht');
    expect(me.uri).toBe(`${url}/users/MIRAALBRECHT2026`);

    const asked = new URLSearchParams({
      client_id: 'slotlink-dev',
      response_type: 'code',
      redirect_uri: 'http://localhost:8080/callback.html',
      scope: 'users:read',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    const page = await fetch(`${url}/oauth/authorize?${asked}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Mira Albrecht');

    const { collection: types } = await get(`/event_types?user=${me.uri}&count=100`);
    const event_type = types.find(({ slug }) => slug === '30min').uri;
    const range = 'start_time=2026-12-02T00:00:00Z&end_time=2026-12-30T00:00:00Z';
    const times = `/event_type_available_times?event_type=${event_type}&${range}`;
    const [{ start_time }, next] = (await get(times)).collection;
    const booking = {
      method: 'POST',
      headers: { ...PAT, 'content-type': 'application/json' },
      body: JSON.stringify({
        event_type,
        start_time,
        invitee: { name: 'Ada Lovelace', email: 'ada@example.org', timezone: 'Europe/London' },
        location: { kind: 'zoom_conference' },
      }),
    };
    const booked = await fetch(`${url}/invitees`, booking);
    expect(booked.status).toBe(201);
    expect((await booked.json()).resource.scheduling_method).toBe('api');
    expect((await get(times)).collection[0]).toEqual(next);
    const again = await fetch(`${url}/invitees`, booking);
    expect(again.status).toBe(400);
    expect((await again.json()).title).toBe('Internal Server Error');
  } finally {
    await interrupt();
  }
  await expect(fetch(`${url}/users/me`, { headers: PAT })).rejects.toThrow();
});

test('a port that is taken and an option that is none are said so', async () => {
  const { url, interrupt } = await running();
  try {
    const { port } = new URL(url);
    const second = await command('--port', port).ended;
    expect(second.code).toBe(1);
    expect(second.said).toContain(`port ${port} on 127.0.0.1 is in use`);
  } finally {
    await interrupt();
  }
  const wrong = await command('--prot').ended;
  expect(wrong.code).toBe(1);
  expect(wrong.said).toContain('--prot');
});
