// The package under test: its sandbox in a process of its own, and its client as a program imports it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const folder = process.env.SLOTLINK_PACKAGE;
if (!folder) throw new Error('SLOTLINK_PACKAGE must name the folder of the staged package; `cargo xtask npm` makes it');

/** A script of the package. */
export const script = (path) => import(pathToFileURL(`${folder}/${path}`));

export const TOKEN = 'sandbox-pat-mira-albrecht';

/** A sandbox that ends with the test. */
export async function sandbox(test) {
  const child = spawn(process.execPath, [`${folder}/sandbox/cli.js`, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  test.after(async () => {
    child.kill();
    await once(child, 'exit');
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  const apiUrl = line.split(' ').pop();
  const api = async (method, path, body) => {
    const answer = await fetch(path.startsWith('http') ? path : apiUrl + path, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text && JSON.parse(text);
  };
  const me = (await api('GET', '/users/me')).resource;
  const advance = (ms) => api('PUT', '/__sandbox/clock', { advance_ms: ms });
  return { apiUrl, api, me, advance, book: (index) => book(api, me, index) };
}

/** Books one of the next free times, counted from 0; the invitee. */
async function book(api, me, index = 0) {
  const { collection: types } = await api('GET', `/event_types?user=${encodeURIComponent(me.uri)}`);
  const type = types.find(({ slug }) => slug === '30min');
  const at = (days) => new Date(Date.now() + days * 86_400_000 + 120_000).toISOString();
  const window = new URLSearchParams({ event_type: type.uri, start_time: at(0), end_time: at(7) });
  const { collection: times } = await api('GET', `/event_type_available_times?${window}`);
  const { resource } = await api('POST', '/invitees', {
    event_type: type.uri,
    start_time: times[index].start_time,
    invitee: { name: 'Jo Ahörn', email: 'jo@ahorn.example', timezone: 'Europe/Zurich' },
    location: { kind: type.locations[0].kind },
  });
  return resource;
}
