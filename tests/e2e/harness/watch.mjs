// What no page of ours may do: ask a foreign host, complain on the console, break its policy.
import { expect } from '@playwright/test';
import { assertAccessible } from './axe.mjs';

export class Watch {
  #hosts = new Set();
  #consoleAllowed = [];
  #foreign = [];
  #complaints = [];
  /** Set to false by the few tests whose last screen is not ours to judge. */
  accessible = true;
  /** Every request of every page, popups included: Playwright's request objects. */
  requests = [];

  constructor(context) {
    context.on('request', (request) => this.#seen(request));
    context.on('console', (message) => {
      if (message.type() === 'error') this.#complain(message.text());
    });
    context.on('weberror', (error) => this.#complain(String(error.error()?.stack ?? error.error())));
  }

  /** `host`: an origin that may be asked too; `console`: a pattern of a complaint this test provokes. */
  allow({ host, console: pattern } = {}) {
    if (host) this.#hosts.add(new URL(host).origin);
    if (pattern) this.#consoleAllowed.push(pattern);
  }

  #seen(request) {
    this.requests.push(request);
    const url = new URL(request.url());
    if (url.protocol === 'http:' || url.protocol === 'https:') this.#foreign.push(url);
  }

  #complain(text) {
    this.#complaints.push(text);
  }

  /** At the end of a test: everything that was seen is judged with what the test allowed. */
  async judge({ context, site }) {
    const foreign = this.#foreign.filter((url) => !this.#hosts.has(url.origin)).map(String);
    const complaints = this.#complaints.filter(
      (text) => !this.#consoleAllowed.some((pattern) => pattern.test(text)),
    );
    expect(foreign, 'requests to hosts that were not configured').toEqual([]);
    expect(complaints, 'errors on the console').toEqual([]);
    expect(site.violations, 'violations of the content security policy').toEqual([]);
    if (!this.accessible) return;
    for (const page of context.pages()) {
      if (!page.isClosed() && page.url().startsWith(site.url)) await assertAccessible(page);
    }
  }
}
