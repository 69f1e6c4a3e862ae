// Holds the tokens of one session and makes its requests. The page knows each token by a handle, which is worth nothing
// anywhere else; a token leaves this worker only for the addresses that were named when it was started, and is kept in
// its memory alone.
'use strict';
(() => {
  /** Handle → token, the one that was used last at the end; as many as can be in use while one takes the place of another. */
  const tokens = new Map();
  const MOST = 8;
  /** Those that the page needs a handle for. */
  const USED = ['access_token', 'refresh_token'];
  /** Addresses of the API, of the token endpoint and of the revocation endpoint. */
  let addresses;

  function hold(token) {
    const handle = `held-${crypto.randomUUID()}`;
    tokens.set(handle, token);
    for (const oldest of tokens.keys()) {
      if (tokens.size <= MOST) break;
      tokens.delete(oldest);
    }
    return handle;
  }

  /** The token of a handle. What is used stays: a refresh token that is never replaced outlives any number of others. */
  function tokenOf(handle) {
    const token = tokens.get(handle);
    if (token === undefined) return undefined;
    tokens.delete(handle);
    tokens.set(handle, token);
    return token;
  }

  const isToken = (url) => url === addresses.token;
  /** The address as `fetch` would have it, where a token may be sent there. */
  function known(address) {
    const url = new URL(address).href;
    if (isToken(url) || url === addresses.revoke || url.startsWith(`${addresses.api}/`)) return url;
    throw new TypeError('the worker that holds the tokens asks nobody but Calendly');
  }

  /** The authorization header and the form, with tokens for handles. */
  function filled({ headers, body }) {
    const sent = new Headers(headers);
    const [, handle] = /^Bearer (.+)$/.exec(sent.get('authorization') ?? '') ?? [];
    const bearer = tokenOf(handle);
    if (bearer !== undefined) sent.set('authorization', `Bearer ${bearer}`);
    if (!/^application\/x-www-form-urlencoded/.test(sent.get('content-type') ?? '')) return { headers: sent, body };
    const form = new URLSearchParams(body);
    for (const name of ['refresh_token', 'token']) {
      const token = tokenOf(form.get(name));
      if (token !== undefined) form.set(name, token);
    }
    return { headers: sent, body: form.toString() };
  }

  /** The answer of the token endpoint, with handles for the two tokens that are used, and without any other, such as an
   * `id_token`: whatever it is, no token goes on to the page. */
  function emptied(text) {
    let answer;
    try {
      answer = JSON.parse(text);
    } catch {
      return '';
    }
    if (answer === null || typeof answer !== 'object') return '';
    for (const [name, value] of Object.entries(answer)) {
      if (!/token$/.test(name)) continue;
      if (USED.includes(name) && typeof value === 'string') answer[name] = hold(value);
      else delete answer[name];
    }
    return JSON.stringify(answer);
  }

  const running = new Map();
  /** Id → what takes the body that the page was asked for. */
  const awaited = new Map();

  /** A body that the page has until the browser asks for it. */
  function streamOf(id) {
    return new ReadableStream({
      type: 'bytes',
      async pull(controller) {
        const text = await new Promise((take) => {
          awaited.set(id, take);
          postMessage({ id, asks: true });
        });
        controller.enqueue(new TextEncoder().encode(text));
        controller.close();
      },
    });
  }

  async function ask({ id, url, method, headers, body, streamed }) {
    const target = known(url);
    const controller = new AbortController();
    running.set(id, controller);
    const response = await fetch(target, {
      method,
      ...filled({ headers, body }),
      ...(streamed && { body: streamOf(id), duplex: 'half' }),
      mode: 'cors',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: controller.signal,
    });
    let text = await response.text();
    // An error that repeats what was sent to it must not tell it either.
    if (!response.ok) for (const [handle, token] of tokens) text = text.replaceAll(token, handle);
    return {
      status: response.status,
      headers: [...response.headers],
      body: isToken(target) && response.ok ? emptied(text) : text,
    };
  }

  addEventListener('message', ({ data }) => {
    if (data.addresses) {
      // Once: nothing may name others later.
      addresses ??= Object.freeze({
        api: new URL(data.addresses.api).href.replace(/\/$/, ''),
        token: new URL(data.addresses.token).href,
        revoke: new URL(data.addresses.revoke).href,
      });
      return;
    }
    const { id } = data;
    if (data.abort) {
      running.get(id)?.abort();
      return;
    }
    if ('text' in data) {
      awaited.get(id)?.(data.text);
      return;
    }
    ask(data)
      .then((answer) => postMessage({ id, answer }), (error) => postMessage({ id, error: String(error?.message ?? error) }))
      .finally(() => {
        running.delete(id);
        awaited.delete(id);
      });
  });
})();
