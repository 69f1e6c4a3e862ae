// What a call of the client costs beside a hand-written `fetch` that does the same and nothing else. Prints a table.
//
//   node bench/call.mjs <folder of the npm package>
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';

const ROUNDS = 40;
const CALLS = 25;

/** One event type, as long as Calendly's are. */
const eventType = (index) => ({
  uri: `https://api.calendly.com/event_types/TYPE${index}`,
  name: `Meeting number ${index}`,
  active: true,
  booking_method: 'instant',
  slug: `meeting-${index}`,
  scheduling_url: `https://calendly.com/somebody/meeting-${index}`,
  duration: 30,
  duration_options: null,
  kind: 'solo',
  pooling_type: null,
  type: 'StandardEventType',
  color: '#0069ff',
  created_at: '2024-01-02T03:04:05.678901Z',
  updated_at: '2025-02-03T04:05:06.789012Z',
  internal_note: null,
  description_plain: 'What there is to say about it. '.repeat(6),
  description_html: `<p>${'What there is to say about it. '.repeat(6)}</p>`,
  profile: { type: 'User', name: 'Some Body', owner: 'https://api.calendly.com/users/U1' },
  secret: false,
  deleted_at: null,
  admin_managed: false,
  locations: [{ kind: 'zoom_conference' }],
  position: index,
  custom_questions: [
    { name: 'What is it about?', type: 'text', position: 0, enabled: true, required: false, answer_choices: [], include_other: false },
  ],
  locale: 'en',
  is_paid: false,
});

const BODIES = {
  '/users/me': JSON.stringify({
    resource: {
      uri: 'https://api.calendly.com/users/U1', name: 'Some Body', slug: 'somebody', email: 'somebody@example.org',
      scheduling_url: 'https://calendly.com/somebody', timezone: 'Europe/Berlin', avatar_url: null, locale: 'en',
      created_at: '2024-01-02T03:04:05.678901Z', updated_at: '2025-02-03T04:05:06.789012Z',
      current_organization: 'https://api.calendly.com/organizations/O1', resource_type: 'User', time_notation: '24h',
    },
  }),
  '/event_types': JSON.stringify({
    collection: Array.from({ length: 100 }, (_, index) => eventType(index)),
    pagination: { count: 100, next_page: null, previous_page: null, next_page_token: null, previous_page_token: null },
  }),
};

if (process.argv[2] === 'serve') {
  const server = createServer((request, response) => {
    const body = BODIES[request.url.split('?')[0]];
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(body);
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
} else {
  const { createClient } = await import(join(resolve(process.argv[2]), 'client/node.js'));
  const child = fork(new URL(import.meta.url).pathname, ['serve']);
  const base = `http://127.0.0.1:${await new Promise((port) => child.once('message', port))}`;
  const client = createClient({ apiUrl: base, token: 'a-token', rateLimit: { requests: 1_000_000, seconds: 60 } });

  const byHand = async (path) => {
    const response = await fetch(base + path, { headers: { authorization: 'Bearer a-token', accept: 'application/json' } });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  };
  const user = 'https://api.calendly.com/users/U1';
  const jobs = {
    'one resource, 0.5 kB': [() => client.getCurrentUser(), () => byHand('/users/me')],
    'a page of 100, 123 kB': [
      () => client.listEventTypes({ user, count: 100 }),
      () => byHand(`/event_types?user=${encodeURIComponent(user)}&count=100`),
    ],
  };

  const timed = async (call) => {
    const start = performance.now();
    for (let i = 0; i < CALLS; i += 1) await call();
    return (performance.now() - start) / CALLS;
  };
  const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const spread = (numbers) => `${Math.min(...numbers).toFixed(2)}–${Math.max(...numbers).toFixed(2)}`;

  console.log('| call | client, ms | by hand, ms | ratio |\n|---|---|---|---|');
  for (const [name, [ours, floor]] of Object.entries(jobs)) {
    // Both are warm before anything counts; then rounds of the two alternate.
    await timed(ours);
    await timed(floor);
    const [a, b] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      a.push(await timed(ours));
      b.push(await timed(floor));
    }
    console.log(
      `| ${name} | ${median(a).toFixed(2)} (${spread(a)}) | ${median(b).toFixed(2)} (${spread(b)}) | ${(median(a) / median(b)).toFixed(2)} |`,
    );
  }
  child.kill();
}
