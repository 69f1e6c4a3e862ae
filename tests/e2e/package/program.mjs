// What runtimes.spec.mjs runs in each runtime.
import { createClient } from 'slotlink/client';
import { verifyWebhook } from 'slotlink/webhooks';

const KEY = 'a signing key';
const BODY = '{"event":"invitee.created","payload":{}}';

async function signed(body) {
  const bytes = (text) => new TextEncoder().encode(text);
  const seconds = Math.floor(Date.now() / 1000);
  const key = await crypto.subtle.importKey('raw', bytes(KEY), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const code = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(`${seconds}.${body}`)));
  return `t=${seconds},v1=${Array.from(code, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export async function work(apiUrl) {
  const client = createClient({ apiUrl, token: 'sandbox-pat-mira-albrecht', rateLimit: { requests: 4, seconds: 60 } });
  // By the second module, which hears of the first one's requests as soon as it has a token.
  await client.rawRequest({ method: 'GET', path: '/users/me' });
  const { rows } = await client.readCsv('name\nJo\n');
  const { uri: user, name } = await client.getCurrentUser();
  const { collection } = await client.listEventTypes({ user, count: 10 });
  const { booking_url } = await client.createSchedulingLink({ owner: collection[0].uri });

  const patience = new AbortController();
  let progress;
  const onProgress = ({ state }) => {
    progress = state;
    patience.abort();
  };
  const fifth = client.rawRequest({ method: 'GET', path: '/users/me' }, { signal: patience.signal, onProgress });
  const given_up = await fifth.then(() => null, ({ code }) => code);

  const header = await signed(BODY);
  const { event } = await verifyWebhook({ body: BODY, header, signingKey: KEY });
  const refused = await verifyWebhook({ body: `${BODY} `, header, signingKey: KEY }).catch(({ code }) => code);
  return { name, types: collection.length, booking_url, rows, progress, given_up, event, refused };
}
