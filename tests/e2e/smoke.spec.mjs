// The least that must work before anything else is worth testing.
import { expect, test } from './harness.mjs';
import { signInButton } from './harness/sign_in.mjs';

for (const [name, options, count] of [
  ['the widget starts in a plain page', { host: 'plain' }, 1],
  ['the standalone page starts under the strict policy', { host: 'dashboard', csp: true }, 1],
  ['the strict example starts under the strict policy', { host: 'strict' }, 1],
  ['two widgets share a page', { host: 'two' }, 2],
]) {
  test(name, async ({ page, open }) => {
    await open(page, options);
    await expect(signInButton(page)).toHaveCount(count);
  });
}
