// How Playwright drives an installed Firefox: by WebDriver BiDi, which it does for channels that begin with `moz-`.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Answers of a Firefox that does not know yet what Playwright asks at the start of each context: to emulate media. */
function forgive(data) {
  if (!data.includes('setMediaFeaturesOverride')) return data;
  const { id, error } = JSON.parse(data);
  return error === 'unknown command' ? Buffer.from(JSON.stringify({ type: 'success', id, result: {} })) : data;
}

/** What stands in `use` of the configuration instead of Chromium. */
export function firefox() {
  const { ws } = createRequire(import.meta.url)('playwright-core/lib/utilsBundle');
  const { emit } = ws.prototype;
  ws.prototype.emit = function (name, first, ...rest) {
    return emit.call(this, name, name === 'message' ? forgive(first) : first, ...rest);
  };
  return {
    browserName: 'firefox',
    channel: 'moz-firefox',
    launchOptions: {
      executablePath:
        process.env.FIREFOX ?? ['/usr/bin/firefox', '/usr/bin/firefox-esr'].find((path) => existsSync(path)),
      firefoxUserPrefs: {
        // Headless Chromium asks for no icon either, which the strict policy would refuse.
        'browser.chrome.site_icons': false,
        // A test may read the clipboard without a person who agrees.
        'dom.events.testing.asyncClipboard': true,
      },
    },
  };
}
