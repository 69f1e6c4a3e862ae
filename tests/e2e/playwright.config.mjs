import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { firefox } from './harness/firefox.mjs';

// `cargo xtask test` names the browser; by hand, the usual place is looked at.
const chrome =
  process.env.CHROME ??
  ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

export default defineConfig({
  testDir: '.',
  outputDir: '../../target/e2e',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // On a shared machine a test may starve; what passes only when run again is named in the summary.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./harness/count.mjs']],
  projects: [
    { name: 'e2e', testMatch: '*.spec.mjs', testIgnore: 'package/**' },
    { name: 'package', testMatch: 'package/*.spec.mjs', use: { realTime: true } },
  ],
  use: {
    browserName: 'chromium',
    viewport: { width: 1000, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chrome,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    ...(process.env.BROWSER === 'firefox' && firefox()),
  },
});
