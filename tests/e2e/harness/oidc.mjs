// An authorization server that nobody here wrote: npm's oidc-provider, on a port of this machine. It rotates refresh
// tokens, ends the whole grant when one is used twice, demands PKCE, and knows nothing of Calendly.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const SCOPES = ['users:read', 'event_types:read', 'availability:read', 'scheduling_links:write'];

export class OtherServer {
  /** What it says of itself while it works: `[event, detail]`, oldest first. */
  facts = [];
  /** Requests by method and path. */
  requests = [];

  static async start({ clientId, redirectUris }) {
    const other = new OtherServer();
    other.server = createServer();
    await new Promise((done) => other.server.listen(0, '127.0.0.1', done));
    other.url = `http://localhost:${other.server.address().port}`;
    other.#provide(clientId, redirectUris);
    return other;
  }

  /** The attributes that point an element at it; the API stays where it is. */
  get attributes() {
    return {
      'authorize-url': `${this.url}/auth`,
      'token-url': `${this.url}/token`,
      'revoke-url': `${this.url}/token/revocation`,
    };
  }

  /** The facts of one kind. */
  told(kind) {
    return this.facts.filter(([name]) => name === kind).map(([, detail]) => detail);
  }

  /** How often the token endpoint was asked. */
  get tokenCalls() {
    return this.requests.filter((request) => request === 'POST /token').length;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  #provide(clientId, redirectUris) {
    const provider = new Provider(this.url, {
      clients: [
        {
          client_id: clientId,
          application_type: 'native',
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          redirect_uris: redirectUris,
        },
      ],
      scopes: SCOPES,
      pkce: { required: () => true },
      clientBasedCORS: () => true,
      rotateRefreshToken: true,
      issueRefreshToken: () => true,
      features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
      cookies: { keys: ['a key for one test'] },
      ttl: { AccessToken: 7200, AuthorizationCode: 600, RefreshToken: 86_400, Interaction: 600, Session: 600, Grant: 86_400 },
    });
    for (const name of [
      'authorization.success',
      'authorization.error',
      'grant.success',
      'grant.error',
      'grant.revoked',
      'authorization_code.consumed',
      'refresh_token.saved',
      'refresh_token.consumed',
      'refresh_token.destroyed',
      'access_token.saved',
      'revocation.error',
      'server_error',
    ]) {
      provider.on(name, (...details) => {
        const error = details.find((detail) => detail instanceof Error);
        this.facts.push([name, error ? `${error.error ?? error.name}: ${error.error_description ?? error.message}` : name]);
      });
    }
    const answer = provider.callback();
    this.server.on('request', (request, response) => {
      const { pathname } = new URL(request.url, this.url);
      this.requests.push(`${request.method} ${pathname}`);
      if (pathname === '/favicon.ico') response.writeHead(204).end();
      else if (pathname.startsWith('/interaction/')) this.#interact(provider, request, response);
      else answer(request, response);
    });
  }

  /** The page where a person decides. */
  async #interact(provider, request, response) {
    if (request.method === 'GET') {
      const { params } = await provider.interactionDetails(request, response);
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(
        '<!doctype html><html lang="en"><title>Allow access</title><main><h1>Allow access?</h1>' +
          `<p id="scope">${params.scope.replaceAll('<', '')}</p><form method="post">` +
          '<button formaction="?decision=allow">Allow</button><button formaction="?decision=deny">Deny</button></form></main>',
      );
      return;
    }
    const { params, grantId } = await provider.interactionDetails(request, response);
    const allowed = new URL(request.url, this.url).searchParams.get('decision') === 'allow';
    if (!allowed) {
      const refusal = { error: 'access_denied', error_description: 'The person said no.' };
      await provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false });
      return;
    }
    // As its own example does: a grant is gone on with, and revoking a token of an earlier sign-in would end this one, too.
    const before = grantId && (await provider.Grant.find(grantId));
    const grant = before || new provider.Grant({ accountId: 'somebody', clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    const result = { login: { accountId: 'somebody' }, consent: { grantId: await grant.save() } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
}
