// axe-core on a page, shadow roots included: no violation of WCAG 2.2 A and AA.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@playwright/test';

const require = createRequire(import.meta.url);
const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export async function assertAccessible(page) {
  const present = await page.evaluate(() => 'axe' in globalThis);
  // Evaluated by the debugger, so the page's content security policy does not stop it.
  if (!present) await page.evaluate(`${source};undefined`);
  const { violations, inside, elements } = await page.evaluate(async (tags) => {
    const found = await globalThis.axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      resultTypes: ['violations', 'passes'],
    });
    const nodes = [...found.passes, ...found.violations].flatMap((rule) => rule.nodes);
    return {
      violations: found.violations.map((rule) => ({
        rule: rule.id,
        help: rule.help,
        nodes: rule.nodes.map((node) => `${node.target.flat(3).join(' » ')}: ${node.failureSummary}`),
      })),
      // A selector inside a shadow root is a list: host, then the element in it.
      inside: nodes.filter((node) => node.target.some(Array.isArray)).length,
      elements: document.querySelectorAll('slotlink-widget, slotlink-dashboard').length,
    };
  }, TAGS);
  expect(violations, `axe on ${page.url()}`).toEqual([]);
  if (elements > 0) {
    expect(inside, 'axe looked into the shadow roots').toBeGreaterThan(0);
  }
}
