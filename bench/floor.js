// What the widget is measured against: the same sign-in, the same requests and the same slots, written by
// hand for this one case, with no framework, no error handling and no choice.
const settings = Object.fromEntries(new URLSearchParams(location.search));
const app = document.querySelector('#app');
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

async function signIn() {
  const popup = window.open('', '', 'popup,width=480,height=720');
  const verifier = random();
  const state = random();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const url = new URL('/oauth/authorize', settings.api);
  url.search = new URLSearchParams({
    client_id: settings.client,
    response_type: 'code',
    redirect_uri: settings.redirect,
    scope: 'users:read event_types:read availability:read scheduling_links:write',
    state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  });
  popup.location.replace(url);
  const answer = await new Promise((done) => {
    addEventListener('message', (event) => {
      if (event.origin !== location.origin || event.data?.floor !== true) return;
      const query = new URLSearchParams(event.data.query);
      if (query.get('state') === state) done(query);
    });
  });
  const response = await fetch(new URL('/oauth/token', settings.api), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: settings.client,
      code: answer.get('code'),
      redirect_uri: settings.redirect,
      code_verifier: verifier,
    }),
  });
  return (await response.json()).access_token;
}

async function get(token, path, query) {
  const url = new URL(path, settings.api);
  url.search = new URLSearchParams(query);
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return response.json();
}

/** The times of a month that are still ahead, in windows of at most 31 days. */
async function times(token, from, to) {
  const all = [];
  for (let start = from; start < to; ) {
    const end = new Date(Math.min(to.getTime(), start.getTime() + 31 * 86_400_000));
    const answer = await get(token, '/event_type_available_times', {
      event_type: settings.type,
      start_time: start.toISOString(),
      end_time: end.toISOString(),
    });
    all.push(...answer.collection.map((item) => new Date(item.start_time)));
    start = end;
  }
  return all;
}

function show(name, month, slots) {
  const days = new Map();
  for (const slot of slots) {
    const key = slot.getDate();
    days.set(key, [...(days.get(key) ?? []), slot]);
  }
  const first = (month.getDay() + 6) % 7;
  const body = element('tbody');
  for (let week = 0; week < 6; week++) {
    const row = element('tr');
    for (let day = 0; day < 7; day++) {
      const date = new Date(month.getFullYear(), month.getMonth(), 1 + week * 7 + day - first);
      const inside = date.getMonth() === month.getMonth();
      row.append(
        element('td', {}, element('button', {
          textContent: date.getDate(),
          disabled: !inside || !days.has(date.getDate()),
        })),
      );
    }
    body.append(row);
  }
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone });
  const chosen = days.values().next().value ?? [];
  const list = element('div', { id: 'times' });
  for (const slot of chosen) {
    const button = element('button', { textContent: clock.format(slot) });
    button.dataset.at = slot.getTime();
    list.append(button);
  }
  app.replaceChildren(
    element('h2', { textContent: name }),
    element('table', {}, body),
    list,
  );
}

async function run(button) {
  button.disabled = true;
  const token = await signIn();
  const now = new Date();
  const soon = new Date(now.getTime() + 60_000);
  const month = new Date(now.getFullYear(), now.getMonth(), 1);
  const next = new Date(now.getFullYear(), now.getMonth() + 1, 1);
  const after = new Date(now.getFullYear(), now.getMonth() + 2, 1);
  const uuid = settings.type.split('/').at(-1);
  const [, type, slots] = await Promise.all([
    get(token, '/users/me', {}),
    get(token, `/event_types/${uuid}`, {}),
    times(token, soon, next),
  ]);
  show(type.resource.name, month, slots);
  await times(token, next, after);
}

const button = element('button', { textContent: 'Sign in' });
button.addEventListener('click', () => run(button));
app.replaceChildren(button);
