// Languages and habits: hours, weekdays and the direction of writing follow the locale, and people may decide otherwise.
import { expect, test } from './harness.mjs';
import { createButton, day, element, preview, settled, showDay, showTimes, signIn, slots } from './harness/drive.mjs';

const root = (page) => page.locator('.root').first();
const headers = (page) => page.getByRole('columnheader');
const openZone = (page) => page.locator('#open-zone').click();

// The hour cycle, the first weekday (0 is Sunday) and the direction that each locale's own data say.
for (const locale of ['en-US', 'en-GB', 'de-DE', 'fr-CA', 'pt-BR', 'ja-JP', 'ko-KR', 'hi-IN', 'ar-EG', 'fa-IR', 'he-IL', 'th-TH', 'zh-Hans-CN']) {
  test(`${locale} writes dates and times its own way`, async ({ page, open, sandbox }) => {
    await showTimes({ page, open, sandbox }, { attributes: { locale, timezone: 'Europe/Berlin' } });
    await showDay(page, '2026-12-09');
    const facts = await page.evaluate((tag) => {
      const at = (options) => (date) => new Intl.DateTimeFormat(tag, { calendar: 'gregory', ...options }).format(date);
      const info = new Intl.Locale(tag);
      const { firstDay } = info.getWeekInfo?.() ?? info.weekInfo;
      const { direction } = info.getTextInfo?.() ?? info.textInfo;
      const weekday = at({ weekday: 'long', timeZone: 'UTC' });
      return {
        month: at({ month: 'long', year: 'numeric', timeZone: 'UTC' })(Date.UTC(2026, 11, 1, 12)),
        firstDay: weekday(Date.UTC(2027, 0, 3 + firstDay, 12)),
        direction,
      };
    }, locale);
    await expect(page.locator('#month')).toHaveText(facts.month);
    await expect(headers(page).first()).toHaveAccessibleName(facts.firstDay);
    await expect(root(page)).toHaveAttribute('dir', facts.direction);
    const times = await slots(page).evaluateAll(
      (list, tag) => {
        // Two digits where the day has 24 hours: the times of a day stand below each other.
        const { hourCycle } = new Intl.DateTimeFormat(tag, { hour: 'numeric' }).resolvedOptions();
        const hour = hourCycle.startsWith('h2') ? '2-digit' : 'numeric';
        const format = new Intl.DateTimeFormat(tag, { hour, minute: '2-digit', timeZone: 'Europe/Berlin' });
        return list.map((slot) => [slot.querySelector('.slot-time').textContent, format.format(Number(slot.dataset.at))]);
      },
      locale,
    );
    expect(times.length).toBeGreaterThan(0);
    for (const [shown, wanted] of times) expect(shown).toBe(wanted);
    // The grid counts Gregorian days, whatever calendar the locale prefers.
    await expect(page.locator('[role=gridcell][data-date]')).toHaveCount(31);
    await expect(day(page, '2026-12-09')).toHaveAccessibleName(/2026|٢٠٢٦|۲۰۲۶/);
  });
}

/** How far the words of each disclosure are from where the page begins to read, in CSS pixels: the room of its triangle. */
const triangles = (page) =>
  page.locator('summary').evaluateAll((all) => all.map((summary) => {
    const words = document.createRange();
    words.selectNodeContents(summary);
    const [outer, inner] = [summary, words].map((part) => part.getBoundingClientRect());
    return getComputedStyle(summary).direction === 'rtl' ? outer.right - inner.right : inner.left - outer.left;
  }));

for (const locale of ['en-GB', 'ar-EG', 'he-IL']) {
  test(`in ${locale} the triangle of a disclosure stands before its words`, async ({ page, open, sandbox }) => {
    await showTimes({ page, open, sandbox }, { attributes: { locale } });
    await slots(page).first().click();
    await expect(page.locator('summary')).toHaveText(['Preview', 'Edit the message']);
    for (const room of await triangles(page)) expect(room).toBeGreaterThan(5);
    await createButton(page).click();
    await expect(page.locator('summary')).toContainText(['Campaign tracking (UTM)', 'QR code']);
    for (const room of await triangles(page)) expect(room).toBeGreaterThan(5);
  });
}

test('nine o’clock is 09:00 where the clock has 24 hours, and 9:00 where it has 12', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { locale: 'en-GB', timezone: 'Europe/Berlin' } });
  await showDay(page, '2026-12-09');
  const nine = slots(page).and(page.locator(`[data-at="${Date.parse('2026-12-09T08:00:00Z')}"]`)).locator('.slot-time');
  for (const [locale, shown] of Object.entries({
    'en-GB': '09:00', de: '09:00', fr: '09:00', ja: '09:00', 'en-US': /^9:00\sAM$/, ar: /^(9:00|٩:٠٠)\sص$/,
  })) {
    await element(page).evaluate((host, tag) => { host.locale = tag; }, locale);
    await expect(nine, locale).toHaveText(shown);
  }
});

test.describe('in a browser that speaks German', () => {
  test.use({ locale: 'de-DE' });

  test('the page’s own language decides over the browser’s', async ({ page, open, sandbox }) => {
    // The plain page is in English.
    await showTimes({ page, open, sandbox }, { attributes: { locale: null, timezone: 'Europe/Berlin' } });
    await expect(page.locator('#month')).toHaveText('December 2026');
  });
});

test.describe('on a page in German', () => {
  const GERMAN = `<!doctype html><html lang="de"><title>Seite</title><script type="module" src="/slotlink/index.js"></script>
    <main><h1>Seite</h1><slotlink-widget></slotlink-widget></main></html>`;

  test('English words are marked as English, and dates and hours as German', async ({ page, open, sandbox, site }) => {
    site.pages.set('/de.html', GERMAN);
    await showTimes({ page, open, sandbox }, { host: '/de.html', attributes: { locale: 'de', timezone: 'Europe/Berlin' } });
    await showDay(page, '2026-12-09');
    await expect(root(page)).toHaveAttribute('lang', 'en');
    await expect(page.locator('#month')).toHaveText('Dezember 2026');
    for (const part of ['#month', '#day-title', '.grid > .week', '.slot-time']) {
      await expect(page.locator(part).first()).toHaveAttribute('lang', /^de\b/);
    }
    // A day's name has English words in it.
    await expect(page.locator('.grid')).not.toHaveAttribute('lang');
    await slots(page).first().click();
    await expect(preview(page)).not.toHaveAttribute('lang');
    await page.getByText('Edit the message').click();
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('Wie wäre es mit {times}?');
    await expect(preview(page)).toHaveAttribute('lang', /^de\b/);
    for (const view of ['Week', 'List']) {
      await page.getByRole('radio', { name: view }).check();
      await expect(page.locator('.whole [role=heading][aria-level="3"]').first()).toHaveAttribute('lang', /^de\b/);
    }
  });

  test('what stands there before the program runs is marked as English', async ({ page, open, site }) => {
    site.pages.set('/de.html', GERMAN);
    let release;
    const held = new Promise((done) => {
      release = done;
    });
    await page.route('**/*.wasm', async (route) => {
      await held;
      await route.continue();
    });
    await open(page, { host: '/de.html' });
    await expect(page.locator('.boot')).toHaveAttribute('lang', 'en');
    release();
    await expect(root(page)).toHaveAttribute('lang', 'en');
  });
});

test('below a day that is written from the right a line of the preview is read from the left, in order', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { locale: 'he', 'invitee-timezone': 'America/New_York' } });
  await slots(page).first().click();
  const places = await preview(page).evaluate((message) => {
    const texts = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
    const lefts = (from, to) => {
      while (texts.nextNode()) {
        const start = texts.currentNode.data.indexOf(from);
        if (start < 0) continue;
        const all = ['-', ...to].map((part) => texts.currentNode.data.indexOf(part, start));
        return all.map((at) => {
          const range = document.createRange();
          range.setStart(texts.currentNode, at);
          range.setEnd(texts.currentNode, at + 1);
          return range.getBoundingClientRect().left;
        });
      }
      return [];
    };
    return lefts('- ', ['0', ':', '(', 'N', ')', 'http']);
  });
  expect(places).toHaveLength(7);
  expect(places).toEqual([...places].sort((one, other) => one - other));
});

test('12 or 24 hours are chosen, applied everywhere, and remembered', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { locale: 'en-US', timezone: 'Europe/Berlin' } });
  await expect(page.locator('.slot-time').first()).toHaveText(/\d (AM|PM)$/i);
  await slots(page).first().click();
  await expect(preview(page)).toContainText(/\d.(AM|PM) \(/i);
  await openZone(page);
  await page.getByRole('checkbox', { name: '24-hour clock' }).check();
  await page.keyboard.press('Escape');
  await expect(page.locator('.slot-time').first()).toHaveText(/^\d?\d:\d\d$/);
  await expect(preview(page)).not.toContainText(/AM|PM/i);
  await page.reload();
  await signIn(page);
  await settled(page);
  await expect(page.locator('.slot-time').first()).toHaveText(/^\d?\d:\d\d$/);
  await openZone(page);
  await expect(page.getByRole('checkbox', { name: '24-hour clock' })).toBeChecked();
});

test('midnight is 0:00 or 12:00 AM, never 24:00', async ({ page, open, sandbox }) => {
  const night = { slug: 'night-shift', attributes: { locale: 'en-US', timezone: 'Europe/London', 'hour-cycle': '24' } };
  await showTimes({ page, open, sandbox }, night);
  await showDay(page, '2026-12-09');
  await expect(page.locator('.slot-time').first()).toHaveText(/^0?0:00$/);
  await element(page).evaluate((host) => {
    host.hourCycle = '12';
  });
  await expect(page.locator('.slot-time').first()).toHaveText(/^12:00.AM$/i);
});

test('the first day of the week is chosen and remembered', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { timezone: 'Europe/Berlin' } });
  await expect(headers(page).first()).toHaveAccessibleName('Monday');
  await openZone(page);
  await page.getByLabel('Week starts on').selectOption('Saturday');
  await expect(headers(page).first()).toHaveAccessibleName('Saturday');
  await page.reload();
  await signIn(page);
  await settled(page);
  await expect(headers(page).first()).toHaveAccessibleName('Saturday');
  await openZone(page);
  await expect(page.getByLabel('Week starts on')).toHaveValue('6');
});

test('attributes decide over what was remembered', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { locale: 'en-US', timezone: 'Europe/Berlin', 'hour-cycle': '24', 'first-day': '3' } });
  await expect(headers(page).first()).toHaveAccessibleName('Wednesday');
  await expect(page.locator('.slot-time').first()).toHaveText(/^\d?\d:\d\d$/);
});

test('what an attribute decides is not offered to be chosen', async ({ page, open, sandbox, axe }) => {
  await showTimes({ page, open, sandbox }, { attributes: { 'hour-cycle': '24' } });
  const [clock, weeks] = [page.getByRole('checkbox', { name: '24-hour clock' }), page.getByLabel('Week starts on')];
  await openZone(page);
  await expect(weeks).toBeVisible();
  await expect(clock).toHaveCount(0);
  await page.keyboard.press('Escape');
  await element(page).evaluate((host) => { host.firstDay = '3'; });
  await openZone(page);
  await expect(page.getByRole('combobox', { name: 'Search by city, zone or offset' })).toBeFocused();
  await expect(weeks).toHaveCount(0);
  await expect(page.locator('.writing')).toBeHidden();
  await axe(page);
  await page.keyboard.press('Escape');
  await element(page).evaluate((host) => {
    host.firstDay = null;
    host.hourCycle = null;
  });
  await openZone(page);
  await expect(weeks).toBeVisible();
  await expect(clock).toBeVisible();
});

test('attributes that make no sense are as if they were not there', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, {
    attributes: { locale: 'xx-not-a-locale-at-all', timezone: 'Europe/Berlin', 'hour-cycle': '25', 'first-day': '9', 'heading-level': '0' },
  });
  await expect(page.locator('.slot-time').first()).toHaveText(/^\d?\d:\d\d( [AP]M)?$/);
  await expect(headers(page)).toHaveCount(7);
  await expect(headers(page).first()).toHaveAccessibleName(/^(Mon|Sun)day$/);
  await slots(page).first().click();
  await expect(page.locator('pre.message')).toContainText(/December/);
});

test('a locale with a low line is meant, of an attribute and of a page', async ({ page, open, sandbox }) => {
  const german = async () => {
    await expect(headers(page).first()).toHaveAccessibleName('Montag');
    await expect(page.locator('#month')).toHaveText('Dezember 2026');
  };
  await showTimes({ page, open, sandbox }, { attributes: { locale: 'de_DE', timezone: 'Europe/Berlin' } });
  await german();
  await page.addInitScript(() => {
    // Before the program looks at it.
    document.addEventListener('readystatechange', () => { document.documentElement.lang = 'de_DE'; }, { once: true });
  });
  await showTimes({ page, open, sandbox }, { attributes: { locale: null, timezone: 'Europe/Berlin' } });
  await german();
  // The rest of the page is not ours to find fault with.
  await page.evaluate(() => { document.documentElement.lang = 'de'; });
});

test('from right to left nothing sticks out, and addresses stay from left to right', async ({ page, open, sandbox }) => {
  await showTimes({ page, open, sandbox }, { attributes: { locale: 'ar', timezone: 'Europe/Berlin' } });
  await expect(root(page)).toHaveAttribute('dir', 'rtl');
  const scrolls = () => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(await scrolls()).toBe(false);
  await page.locator('#create-link').click();
  await expect(page.locator('output')).toHaveAttribute('dir', 'ltr');
  expect(await scrolls()).toBe(false);
});
