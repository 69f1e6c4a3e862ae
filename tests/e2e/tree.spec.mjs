// Every view as a screen reader tells it: roles, names, states and order, line by line, so that a lost name, another order or
// one control more without a name fails. What holds for any view is checked in each: harness/tree.mjs.
import { expect, test } from './harness.mjs';
import { NETWORK_COMPLAINT, NOW, createButton, element, endProgram, eventType, goOffline, linksButton, pick, preview, rows, settled, showDay, showTimes, signIn } from './harness/drive.mjs';
import { accountButton, allow, chooseEventType, openPopup, signInButton } from './harness/sign_in.mjs';
import { expectTree, told } from './harness/tree.mjs';
import { REACHING, through } from './harness/wire.mjs';

test.use(REACHING);

const PLACE = { locale: 'en-GB', timezone: 'Europe/Berlin', 'hour-cycle': '24' };
/** An event type with so few times that a week of them is read at once. */
const FEW = { slug: 'onboarding-1' };

/** The head, after the event type. */
const HEAD = told`
  button "Links" pressed: false
  button "Time zone Berlin UTC+1" expanded: false opens a dialog
  button "Account: Mira Albrecht" expanded: false opens a dialog
`;

const views = (chosen) => ['radiogroup "View"', ...['Month', 'Week', 'List'].map((name) => `  radio "${name}" checked${name === chosen ? '' : ': false'}`)].join('\n');

const KEYS = 'Arrow keys move between times. With Shift they pick, as Shift and Space do, from the time that was picked last.';
const HELP =
  '{times} are the chosen times, {link} a new single-use link where one is added, {event} and {duration} the event type’s, {zone} the invitee’s time zone, {note} your note, {name} your name. A line whose placeholder has nothing to say is left out. A calendar file has no message.';

/** What can be done while no time is picked. */
const TRAY = told`
  text "No times selected"
  paragraph
    text "for an invitee in"
    button "Invitee’s time zone: Berlin · UTC+1" expanded: false opens a dialog
  button "Copy times" disabled
  button "Create single-use link"
  textbox "Note for your list"
`;

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The month, which begins on a Tuesday, with so many times on its days; one of them is selected, and may have the focus. */
function december(counts, selected, { focused = false } = {}) {
  const cells = counts.map((count, index) => {
    const name = `${WEEKDAYS[(index + 1) % 7]}, ${index + 1} December 2026: ${count || 'no'} time${count === 1 ? '' : 's'}`;
    return `    gridcell "${name}"${index + 1 === selected ? ` selected${focused ? ' focused' : ''}` : ''}`;
  });
  const weeks = [0, 6, 13, 20, 27].map((from, index, starts) => ['  row', ...cells.slice(from, starts[index + 1])]);
  return ['grid "December 2026"', '  row', ...WEEKDAYS.map((day) => `    columnheader "${day}"`), ...weeks.flat()].join('\n');
}

/** Opens the list of event types, signed in. */
async function openChoice({ page, open }, attributes = {}) {
  await open(page, { now: NOW, attributes: { ...PLACE, ...attributes } });
  await signIn(page);
  await expect(page.getByRole('option').first()).toBeVisible();
  await expect(accountButton(page)).toHaveAccessibleName(/Mira/);
}

/** Opens the times of an event type in a layout, and waits until all that is shown is known. */
async function openTimes({ page, open, sandbox }, view, { slug } = FEW) {
  await sandbox.clock(NOW);
  const type = await eventType(sandbox, slug);
  await open(page, { now: NOW, attributes: { ...PLACE, view, 'event-type': type.id } });
  await signIn(page);
  await expect(accountButton(page)).toHaveAccessibleName(/Mira/);
  await expect(page.locator(':is(.grid,.week-days,.list)')).toHaveAttribute('aria-busy', 'false');
}

const openMonth = ({ page, open, sandbox }, more = {}) => showTimes({ page, open, sandbox }, { attributes: PLACE, ...more });

test('signed out', async ({ page, open, sandbox }) => {
  await open(page, { now: NOW, attributes: PLACE });
  await expect(signInButton(page)).toBeVisible();
  await expectTree(page, sandbox, told`
    region "Slotlink"
      heading "Share times that work" level: 2
      paragraph "Sign in to see the available times of your event types, copy some of them, and make links that can be booked once."
      button "Sign in with Calendly"
      paragraph "Slotlink asks to read your profile, event types and availability, and to create scheduling links. Nothing else."
    status live: polite
  `);
});

test('the sign-in goes on in another window', async ({ page, open, sandbox }) => {
  await open(page, { now: NOW, attributes: PLACE });
  const popup = await openPopup(page);
  await expectTree(page, sandbox, told`
    region "Slotlink"
      heading "Continue in the other window" level: 2
      paragraph "If you do not see it, look behind this window, or cancel and sign in again."
      button "Cancel" focused
    status "The sign-in goes on in the window that opened." live: polite
  `);
  await popup.close();
});

test('the sign-in is finished, and the answer is awaited', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'POST /oauth/token', stall_ms: 600_000 }]);
  await open(page, { now: NOW, attributes: PLACE });
  const popup = await openPopup(page);
  await allow(popup);
  await expect(page.getByRole('heading', { name: 'Signing in…' })).toBeVisible();
  await expectTree(page, sandbox, told`
    region "Slotlink"
      heading "Signing in…" level: 2 focused
    status "Signing in…" live: polite
  `);
});

test('an empty month with the way to the next time, and one of its days', async ({ page, open, sandbox }) => {
  await openMonth({ page, open, sandbox }, { slug: 'next-month' });
  await expect(accountButton(page)).toHaveAccessibleName(/Mira/);
  await expect(page.getByRole('button', { name: /^Next: / })).toBeVisible();
  await showDay(page, '2026-12-11');
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Only from next month on 30 min · one-on-one · in person"
      ${HEAD}
      ${views('Month')}
      button "Add a second time zone" expanded: false opens a dialog
      heading "December 2026" level: 2
      button "Previous month" disabled
      button "Next month"
      ${december(Array(31).fill(0), 11, { focused: true })}
      text "No times in December 2026."
      button "Next: Mon 4 Jan, 09:00"
      heading "Friday 11 December" level: 3
      group "Friday, 11 December 2026, Berlin, UTC+1" – ${KEYS}
        paragraph "No times on this day."
      ${TRAY}
    status "Friday, 11 December 2026: no times" live: polite
  `);
});

test('an account without active event types', async ({ page, open, sandbox }) => {
  await sandbox.faults([{ route: 'GET /event_types', times: null, status: 200, body: { collection: [], pagination: { count: 0, next_page: null } } }]);
  await open(page, { now: NOW, attributes: PLACE });
  await signIn(page);
  await expect(accountButton(page)).toHaveAccessibleName(/Mira/);
  await expect(page.getByRole('heading', { name: 'No active event types' })).toBeVisible();
  await expectTree(page, sandbox, told`
    region "Slotlink"
      button "Event type Choose an event type" expanded: false opens a dialog
      ${HEAD}
      heading "No active event types" level: 2
      paragraph "This account has no active event type. Create one, or switch one on, in Calendly, then reload the list."
      button "Reload the list"
    status "No event types." live: polite
  `);
});

test('an empty month, with the way to the next time', async ({ page, open, sandbox }) => {
  await openMonth({ page, open, sandbox }, { slug: 'next-month' });
  await expect(accountButton(page)).toHaveAccessibleName(/Mira/);
  await expect(page.getByRole('button', { name: /^Next: / })).toBeVisible();
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Only from next month on 30 min · one-on-one · in person"
      ${HEAD}
      ${views('Month')}
      button "Add a second time zone" expanded: false opens a dialog
      heading "December 2026" level: 2
      button "Previous month" disabled
      button "Next month"
      ${december(Array(31).fill(0))}
      text "No times in December 2026."
      button "Next: Mon 4 Jan, 09:00"
      paragraph "Choose a day to see its times."
      ${TRAY}
    status "December 2026: no times" live: polite
  `);
});

test('times as they were, offline', async ({ page, open, sandbox, site, context, watch }) => {
  // A server on this machine is there without a network, too.
  const enter = async () => {
    await signIn(page);
    await chooseEventType(page, 'Onboarding 1');
    await page.locator('#open-types').click();
    await chooseEventType(page, '30 minute');
  };
  await through({ attributes: { ...PLACE, 'event-type': null }, enter }, { page, open, sandbox, site, watch }, async (wire) => {
    await goOffline(page);
    await page.locator('#open-types').click();
    await chooseEventType(page, 'Onboarding 1');
    await expect(page.getByRole('alert')).toBeVisible();
    await pick(page, 1);
    await expectTree(page, wire, told`
      region "Slotlink"
        button "Onboarding 1: first steps 45 min · one-on-one · Google Meet Change" expanded: false opens a dialog
        ${HEAD}
        status live: polite
          paragraph "You are offline since 09:00. What is shown is what was last known; it is checked by itself when you are online again."
        ${views('Month')}
        button "Add a second time zone" expanded: false opens a dialog
        heading "December 2026" level: 2
        button "Previous month" disabled
        button "Next month"
        ${december([0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 7, 2, 0, 0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 6, 3, 0, 0, 0, 0], 5)}
        text "As of just now"
        button "Refresh"
        alert live: assertive
          paragraph "The times of Tue 1 Dec to Thu 31 Dec could not be loaded. You are offline."
          button "Retry"
          button "Check the connection"
        heading "Saturday 5 December" level: 3
        button "Select day Saturday 5 December"
        group "Saturday, 5 December 2026, Berlin, UTC+1" – ${KEYS}
          checkbox "09:00" checked focused
          checkbox "10:00" checked: false
          checkbox "11:00" checked: false
          checkbox "16:00" checked: false
        text "1 time selected"
        button "Clear"
        paragraph "These are the times as of Tue 1 Dec, 09:00: some may be gone by now."
        paragraph
          text "for an invitee in"
          button "Invitee’s time zone: Berlin · UTC+1" expanded: false opens a dialog
        button "Copy times"
        button "Create single-use link"
        textbox "Note for your list"
        combobox "Copy as" = "Formatted text" expanded: false
          option "Formatted text" selected
          option "Plain text"
          option "Markdown"
          option "Slack"
          option "Calendar file"
        checkbox "Add a new single-use link" checked: false
        disclosure "Preview" expanded
        group "Preview"
          text "This time works for Onboarding 1: first steps: Saturday, 5 December 2026 - 09:00 (Berlin, UTC+1): calendly:/mira-albrecht/onboarding-1/2026-12-05T08:00:00Z?month=2026-12&date=2026-12-05"
        disclosure "Edit the message" expanded: false
      status "1 time selected" live: polite
    `, { live: ['status polite', 'alert assertive', 'status polite'] });
    await context.setOffline(false);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

test('a permission that is missing, with its button', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  const type = await eventType(sandbox, FEW.slug);
  await open(page, { now: NOW, attributes: { ...PLACE, 'event-type': type.id } });
  await allow(await openPopup(page), { without: ['scheduling_links:write'] });
  await expect(accountButton(page)).toHaveAccessibleName(/Mira/);
  await settled(page);
  await createButton(page).click();
  await expect(page.getByRole('button', { name: 'Allow it' })).toBeVisible();
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Onboarding 1: first steps 45 min · one-on-one · Google Meet"
      ${HEAD}
      paragraph "No link was created. This needs a permission that was not given: scheduling_links:write."
      button "Allow it"
      button "Dismiss"
      ${views('Month')}
      button "Add a second time zone" expanded: false opens a dialog
      heading "December 2026" level: 2
      button "Previous month" disabled
      button "Next month"
      ${december([0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 7, 2, 0, 0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 6, 3, 0, 0, 0, 0], 5)}
      text "Updated 09:00"
      button "Refresh"
      heading "Saturday 5 December" level: 3
      button "Select day Saturday 5 December"
      group "Saturday, 5 December 2026, Berlin, UTC+1" – ${KEYS}
        checkbox "09:00" checked: false
        checkbox "10:00" checked: false
        checkbox "11:00" checked: false
        checkbox "16:00" checked: false
      text "No times selected"
      paragraph
        text "for an invitee in"
        button "Invitee’s time zone: Berlin · UTC+1" expanded: false opens a dialog
      button "Copy times" disabled
      button "Create single-use link" focused
      textbox "Note for your list"
    status "No link was created. This needs a permission that was not given: scheduling_links:write." live: polite
  `);
});

test('picked times as a calendar file', async ({ page, open, sandbox }) => {
  await openMonth({ page, open, sandbox }, FEW);
  await showDay(page, '2026-12-05');
  await pick(page, 2);
  await page.getByLabel('Copy as').selectOption('Calendar file');
  // The file depends on this test's port and the second it was made in; copying.spec.mjs reads it.
  await preview(page).evaluate((file) => {
    file.hidden = true;
  });
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Onboarding 1: first steps 45 min · one-on-one · Google Meet"
      ${HEAD}
      ${views('Month')}
      button "Add a second time zone" expanded: false opens a dialog
      heading "December 2026" level: 2
      button "Previous month" disabled
      button "Next month"
      ${december([0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 7, 2, 0, 0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 6, 3, 0, 0, 0, 0], 5)}
      text "Updated 09:00"
      button "Refresh"
      heading "Saturday 5 December" level: 3
      button "Select day Saturday 5 December"
      group "Saturday, 5 December 2026, Berlin, UTC+1" – ${KEYS}
        checkbox "09:00" checked
        checkbox "10:00" checked focused
        checkbox "11:00" checked: false
        checkbox "16:00" checked: false
      text "2 times selected"
      button "Clear"
      paragraph
        text "for an invitee in"
        button "Invitee’s time zone: Berlin · UTC+1" expanded: false opens a dialog
      button "Copy times"
      button "Create single-use link"
      textbox "Note for your list"
      combobox "Copy as" = "Calendar file" expanded: false
        option "Formatted text"
        option "Plain text"
        option "Markdown"
        option "Slack"
        option "Calendar file" selected
      checkbox "Add a new single-use link" checked: false
      disclosure "Preview" expanded
      button "Download .ics"
      disclosure "Edit the message" expanded: false
    status "2 times selected" live: polite
  `);
});

test('the program cannot start', async ({ page, open, site, sandbox, watch }) => {
  watch.allow({ console: /cannot start|Failed to load resource|wasm/i });
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404, contentType: 'text/plain', body: 'not here' }));
  await open(page, { now: NOW, attributes: PLACE });
  await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible();
  await expectTree(page, sandbox, told`
    main
      heading "Book a meeting" level: 1
      paragraph "Everything below this line is one element."
      alert live: assertive
        heading "Slotlink cannot start" level: 2
        paragraph "failed to fetch Wasm: 404 Not Found fetching '${site.url}/slotlink/slotlink_bg.wasm'"
        paragraph "Check the connection and reload. If it stays, the .wasm file beside the script may be missing or blocked."
        button "Reload"
  `, { whole: true, live: ['alert assertive'] });
});

test('the program has stopped', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: /unreachable|RuntimeError|panicked|borrow|Error/ });
  await openMonth({ page, open, sandbox }, FEW);
  await endProgram(element(page));
  await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible();
  await expectTree(page, sandbox, told`
    main
      heading "Book a meeting" level: 1
      paragraph "Everything below this line is one element."
      alert live: assertive
        heading "Slotlink stopped" level: 2
        paragraph "unreachable"
        paragraph "Nothing that was created is lost: links stay in the list of recent links. Reload to go on."
        button "Reload"
  `, { whole: true, live: ['alert assertive'] });
});

test('the page a sign-in returns to', async ({ page, open, sandbox }) => {
  await open(page, { host: '/slotlink/callback.html', now: NOW });
  await expect(page.getByRole('status')).not.toBeEmpty();
  await expectTree(page, sandbox, told`
    main
      status "There is no sign-in to finish here. You can close this window." live: polite
  `, { whole: true });
});

test('an attribute is missing', async ({ page, open, sandbox }) => {
  await open(page, { now: NOW, attributes: { ...PLACE, 'client-id': null } });
  await expectTree(page, sandbox, told`
    region "Slotlink"
      alert live: assertive
        heading "One thing is missing" level: 2
        paragraph "Set client-id to the Client ID of your Calendly app (kind “native”), from developer.calendly.com."
        paragraph "client-id"
    status live: polite
  `, { live: ['alert assertive', 'status polite'] });
});

test('the first choice of an event type, searched', async ({ page, open, sandbox }) => {
  await openChoice({ page, open });
  await page.getByRole('combobox').fill('onboarding');
  await expectTree(page, sandbox, told`
    region "Slotlink"
      button "Event type Choose an event type" expanded: false opens a dialog
      ${HEAD}
      heading "Choose an event type" level: 2
      combobox "Search event types" = "onboarding" expanded focused
      disclosure "Filter · 2 hidden" expanded: false
      listbox "Search event types"
        option "Onboarding 1: first steps 45 min · one-on-one · Google Meet"
        option "Onboarding 2: your team 45 min · one-on-one · Zoom"
        option "Onboarding 3: going live 45 min · one-on-one · phone"
    status "72 event types. Choose one." live: polite
  `);
});

test('the filter of event types, and nothing that matches', async ({ page, open, sandbox }) => {
  await openChoice({ page, open });
  await page.locator('summary').click();
  await page.getByRole('combobox', { name: 'Search event types' }).fill('no such thing');
  await expectTree(page, sandbox, told`
    region "Slotlink"
      button "Event type Choose an event type" expanded: false opens a dialog
      ${HEAD}
      heading "Choose an event type" level: 2
      combobox "Search event types" = "no such thing" expanded focused
      disclosure "Filter · 2 hidden" expanded
      combobox "Whose" = "My event types" expanded: false
        option "My event types" selected
        option "All of the organization"
      combobox "Sort by" = "Name" expanded: false
        option "Name" selected
        option "Order on the booking page"
        option "Newest first"
        option "Last changed first"
      button "Filter by availability schedule"
      checkbox "Inactive ones too" checked: false
      checkbox "Managed by an admin only" checked: false
      listbox "Search event types"
      status "Nothing matches. Try fewer letters. 2 hidden by the filter." live: polite
    status "72 event types. Choose one." live: polite
  `, { live: ['status polite', 'status polite'] });
});

test('the panel of event types, and several that are combined', async ({ page, open, sandbox }) => {
  await openChoice({ page, open });
  await page.getByRole('combobox').fill('30 minute');
  await page.keyboard.press('Enter');
  await settled(page);
  await page.locator('#open-types').click();
  await page.getByRole('button', { name: 'Combine with others' }).click();
  await page.getByRole('combobox', { name: 'Search event types' }).fill('0 minute');
  await page.getByRole('option', { name: '60 Minute' }).click();
  await settled(page);
  await expectTree(page, sandbox, told`
    region "Slotlink"
      button "30 Minute Meeting + 1 more 30 min · one-on-one · Zoom Change" expanded opens a dialog
      ${HEAD}
      dialog "Choose an event type"
        paragraph "Choose the event types to show together. The first one stays."
        combobox "Search event types" = "0 minute" expanded focused
        disclosure "Filter · 2 hidden" expanded: false
        listbox "Search event types" multiselectable
          option "30 Minute Meeting 30 min · one-on-one · Zoom"
          option "60 Minute Meeting 60 min · one-on-one · phone"
        button "Show common times"
      group "Combined event types"
        list
          listitem "30 Minute Meeting 30 min"
          listitem
            text "60 Minute Meeting 60 min"
            button "Take out 60 Minute Meeting"
          listitem
            button "Add another" expanded opens a dialog
        radiogroup "Show times when"
          radio "All are free" checked
          radio "Any is free" checked: false
        combobox "Links are for" = "30 Minute Meeting" expanded: false
          option "30 Minute Meeting" selected
          option "60 Minute Meeting"
        paragraph "They begin together and last 30, 60 min."
      ${views('Month')}
      button "Add a second time zone" expanded: false opens a dialog
      heading "December 2026" level: 2
      button "Previous month" disabled
      button "Next month"
      ${december([3, 16, 12, 5, 0, 0, 10, 12, 14, 8, 6, 0, 0, 7, 7, 16, 6, 6, 0, 0, 8, 6, 10, 7, 6, 0, 0, 2, 0, 1, 0], 1)}
      text "Updated 09:00"
      button "Refresh"
      heading "Tuesday 1 December" level: 3
      button "Select day Tuesday 1 December"
      group "Tuesday, 1 December 2026, Berlin, UTC+1" – ${KEYS}
        checkbox "15:00" checked: false
        checkbox "15:30" checked: false
        checkbox "16:00" checked: false
      ${TRAY}
    status "December 2026: 168 times" live: polite
  `);
  await page.getByRole('button', { name: 'Show common times' }).click();
  await settled(page);
  await showDay(page, '2026-12-11');
  await expectTree(page, sandbox, told`
    region "Slotlink"
      button "30 Minute Meeting + 1 more 30 min · one-on-one · Zoom Change" expanded: false opens a dialog
      ${HEAD}
      group "Combined event types"
        list
          listitem "30 Minute Meeting 30 min"
          listitem
            text "60 Minute Meeting 60 min"
            button "Take out 60 Minute Meeting"
          listitem
            button "Add another" expanded: false opens a dialog
        radiogroup "Show times when"
          radio "All are free" checked
          radio "Any is free" checked: false
        combobox "Links are for" = "30 Minute Meeting" expanded: false
          option "30 Minute Meeting" selected
          option "60 Minute Meeting"
        paragraph "They begin together and last 30, 60 min."
      ${views('Month')}
      button "Add a second time zone" expanded: false opens a dialog
      heading "December 2026" level: 2
      button "Previous month" disabled
      button "Next month"
      ${december([3, 16, 12, 5, 0, 0, 10, 12, 14, 8, 6, 0, 0, 7, 7, 16, 6, 6, 0, 0, 8, 6, 10, 7, 6, 0, 0, 2, 0, 1, 0], 11, { focused: true })}
      text "Updated 09:00"
      button "Refresh"
      heading "Friday 11 December" level: 3
      button "Select day Friday 11 December"
      group "Friday, 11 December 2026, Berlin, UTC+1" – ${KEYS}
        checkbox "08:00" checked: false
        checkbox "08:30" checked: false
        checkbox "09:00" checked: false
        checkbox "09:30" checked: false
        checkbox "10:00" checked: false
        checkbox "10:30" checked: false
      ${TRAY}
    status "Friday, 11 December 2026: 6 times" live: polite
  `);
});

test('a month with the times of a day', async ({ page, open, sandbox }) => {
  await openMonth({ page, open, sandbox });
  await showDay(page, '2026-12-11');
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "30 Minute Meeting 30 min · one-on-one · Zoom"
      ${HEAD}
      ${views('Month')}
      button "Add a second time zone" expanded: false opens a dialog
      heading "December 2026" level: 2
      button "Previous month" disabled
      button "Next month"
      ${december([4, 18, 14, 6, 0, 0, 12, 14, 16, 10, 7, 0, 0, 9, 10, 18, 9, 7, 0, 0, 10, 9, 14, 11, 7, 0, 0, 3, 0, 2, 0], 11, { focused: true })}
      text "Updated 09:00"
      button "Refresh"
      heading "Friday 11 December" level: 3
      button "Select day Friday 11 December"
      group "Friday, 11 December 2026, Berlin, UTC+1" – ${KEYS}
        checkbox "08:00" checked: false
        checkbox "08:30" checked: false
        checkbox "09:00" checked: false
        checkbox "09:30" checked: false
        checkbox "10:00" checked: false
        checkbox "10:30" checked: false
        checkbox "11:00" checked: false
      ${TRAY}
    status "Friday, 11 December 2026: 7 times" live: polite
  `);
});

test('a week', async ({ page, open, sandbox }) => {
  await openTimes({ page, open, sandbox }, 'week');
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Onboarding 1: first steps 45 min · one-on-one · Google Meet"
      ${HEAD}
      ${views('Week')}
      button "Add a second time zone" expanded: false opens a dialog
      heading "30 Nov–6 Dec 2026" level: 2
      button "Today" disabled
      button "Previous week" disabled
      button "Next week"
      group "30 Nov–6 Dec 2026"
        heading "Monday, 30 November 2026" level: 3
        group "Monday, 30 November 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "No times on this day."
        heading "Tuesday, 1 December 2026" level: 3
        group "Tuesday, 1 December 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "No times on this day."
        heading "Wednesday, 2 December 2026" level: 3
        group "Wednesday, 2 December 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "No times on this day."
        heading "Thursday, 3 December 2026" level: 3
        group "Thursday, 3 December 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "No times on this day."
        heading "Friday, 4 December 2026" level: 3
        group "Friday, 4 December 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "No times on this day."
        heading "Saturday, 5 December 2026" level: 3
        button "Select day Saturday 5 December"
        group "Saturday, 5 December 2026, Berlin, UTC+1" – ${KEYS}
          checkbox "09:00" checked: false
          checkbox "10:00" checked: false
          checkbox "11:00" checked: false
          checkbox "16:00" checked: false
        heading "Sunday, 6 December 2026" level: 3
        group "Sunday, 6 December 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "No times on this day."
      text "Updated 09:00"
      button "Refresh"
      ${TRAY}
    status "30 Nov–6 Dec 2026: 4 times" live: polite
  `);
});

test('a list', async ({ page, open, sandbox }) => {
  await openTimes({ page, open, sandbox }, 'list');
  await expect(page.locator('.list-times.far')).toHaveCount(0);
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Onboarding 1: first steps 45 min · one-on-one · Google Meet"
      ${HEAD}
      ${views('List')}
      button "Add a second time zone" expanded: false opens a dialog
      heading "December 2026" level: 2
      button "Today" disabled
      button "Previous month" disabled
      button "Next month"
      group "December 2026"
        heading "Saturday 5 December" level: 3
        text "4 times"
        button "Select day Saturday 5 December"
        group "Saturday, 5 December 2026, Berlin, UTC+1" – ${KEYS}
          checkbox "09:00" checked: false
          checkbox "10:00" checked: false
          checkbox "11:00" checked: false
          checkbox "16:00" checked: false
        heading "Saturday 12 December" level: 3
        text "7 times"
        button "Select day Saturday 12 December"
        group "Saturday, 12 December 2026, Berlin, UTC+1" – ${KEYS}
          checkbox "09:00" checked: false
          checkbox "10:00" checked: false
          checkbox "11:00" checked: false
          checkbox "13:00" checked: false
          checkbox "14:00" checked: false
          checkbox "15:00" checked: false
          checkbox "16:00" checked: false
        heading "Sunday 13 December" level: 3
        text "2 times"
        button "Select day Sunday 13 December"
        group "Sunday, 13 December 2026, Berlin, UTC+1" – ${KEYS}
          checkbox "09:00" checked: false
          checkbox "10:00" checked: false
        heading "Saturday 19 December" level: 3
        text "4 times"
        button "Select day Saturday 19 December"
        group "Saturday, 19 December 2026, Berlin, UTC+1" – ${KEYS}
          checkbox "10:00" checked: false
          checkbox "11:00" checked: false
          checkbox "15:00" checked: false
          checkbox "16:00" checked: false
        heading "Sunday 20 December" level: 3
        text "3 times"
        button "Select day Sunday 20 December"
        group "Sunday, 20 December 2026, Berlin, UTC+1" – ${KEYS}
          checkbox "08:00" checked: false
          checkbox "09:00" checked: false
          checkbox "10:00" checked: false
        heading "Saturday 26 December" level: 3
        text "6 times"
        button "Select day Saturday 26 December"
        group "Saturday, 26 December 2026, Berlin, UTC+1" – ${KEYS}
          checkbox "10:00" checked: false
          checkbox "11:00" checked: false
          checkbox "13:00" checked: false
          checkbox "14:00" checked: false
          checkbox "15:00" checked: false
          checkbox "16:00" checked: false
        heading "Sunday 27 December" level: 3
        text "3 times"
        button "Select day Sunday 27 December"
        group "Sunday, 27 December 2026, Berlin, UTC+1" – ${KEYS}
          checkbox "08:00" checked: false
          checkbox "09:00" checked: false
          checkbox "10:00" checked: false
        button "Show later times"
      text "Updated 09:00"
      button "Refresh"
      ${TRAY}
    status "December 2026: 29 times" live: polite
  `);
});

test('places left, a second zone and the panel it comes from', async ({ page, open, sandbox }) => {
  await openMonth({ page, open, sandbox }, { slug: 'type-workshop' });
  await showDay(page, '2026-12-08');
  await page.locator('#open-second-zone').click();
  await page.locator('#search').fill('tokyo');
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Type workshop (group) 120 min · group"
      ${HEAD}
      dialog "Second time zone"
        combobox "Search by city, zone or offset" = "tokyo" expanded focused
        listbox "Search by city, zone or offset"
          option "Tokyo UTC+9 · Asia/Tokyo"
      ${views('Month')}
      button "Add a second time zone" expanded opens a dialog
      heading "December 2026" level: 2
      button "Previous month" disabled
      button "Next month"
      ${december([1, 6, 5, 2, 0, 0, 3, 5, 5, 2, 2, 0, 0, 2, 2, 6, 2, 2, 0, 0, 3, 2, 3, 2, 2, 0, 0, 0, 0, 0, 0], 8)}
      text "Updated 09:00"
      button "Refresh"
      heading "Tuesday 8 December" level: 3
      button "Select day Tuesday 8 December"
      group "Tuesday, 8 December 2026, Berlin, UTC+1" – ${KEYS}
        checkbox "09:00 10 spots left" checked: false
        checkbox "10:00 10 spots left" checked: false
        checkbox "13:00 11 spots left" checked: false
        checkbox "14:00 10 spots left" checked: false
        checkbox "15:00 8 spots left" checked: false
      ${TRAY}
    status "Tuesday, 8 December 2026: 5 times" live: polite
  `);
  await page.keyboard.press('Enter');
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Type workshop (group) 120 min · group"
      ${HEAD}
      ${views('Month')}
      button "Second time zone: Tokyo · UTC+9" expanded: false focused opens a dialog
      button "Remove Tokyo"
      paragraph "The second time is in Tokyo (UTC+9). Shaded, with a moon: night there, \u206822:00\u2069–\u206807:00\u2069."
      heading "December 2026" level: 2
      button "Previous month" disabled
      button "Next month"
      ${december([1, 6, 5, 2, 0, 0, 3, 5, 5, 2, 2, 0, 0, 2, 2, 6, 2, 2, 0, 0, 3, 2, 3, 2, 2, 0, 0, 0, 0, 0, 0], 8)}
      text "Updated 09:00"
      button "Refresh"
      heading "Tuesday 8 December" level: 3
      button "Select day Tuesday 8 December"
      group "Tuesday, 8 December 2026, Berlin, UTC+1" – ${KEYS}
        checkbox "09:00 17:00 Tokyo 10 spots left" checked: false
        checkbox "10:00 18:00 Tokyo 10 spots left" checked: false
        checkbox "13:00 21:00 Tokyo 11 spots left" checked: false
        checkbox "14:00 22:00 Tokyo , night in Tokyo 10 spots left" checked: false
        checkbox "15:00 23:00 Tokyo , night in Tokyo 8 spots left" checked: false
      text "No times selected"
      radiogroup "Write times in:"
        radio "Berlin" checked
        radio "Tokyo" checked: false
      button "Copy times" disabled
      button "Create single-use link"
      textbox "Note for your list"
    status "Every time is shown in Tokyo time as well." live: polite
  `);
});

test('picked times with their message', async ({ page, open, sandbox }) => {
  await openMonth({ page, open, sandbox }, FEW);
  await showDay(page, '2026-12-05');
  await pick(page, 2);
  await page.getByText('Edit the message').click();
  await page.getByRole('textbox', { name: 'Message' }).fill('{event}: {time}');
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Onboarding 1: first steps 45 min · one-on-one · Google Meet"
      ${HEAD}
      ${views('Month')}
      button "Add a second time zone" expanded: false opens a dialog
      heading "December 2026" level: 2
      button "Previous month" disabled
      button "Next month"
      ${december([0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 7, 2, 0, 0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 6, 3, 0, 0, 0, 0], 5)}
      text "Updated 09:00"
      button "Refresh"
      heading "Saturday 5 December" level: 3
      button "Select day Saturday 5 December"
      group "Saturday, 5 December 2026, Berlin, UTC+1" – ${KEYS}
        checkbox "09:00" checked
        checkbox "10:00" checked
        checkbox "11:00" checked: false
        checkbox "16:00" checked: false
      text "2 times selected"
      button "Clear"
      paragraph
        text "for an invitee in"
        button "Invitee’s time zone: Berlin · UTC+1" expanded: false opens a dialog
      button "Copy times"
      button "Create single-use link"
      textbox "Note for your list"
      combobox "Copy as" = "Formatted text" expanded: false
        option "Formatted text" selected
        option "Plain text"
        option "Markdown"
        option "Slack"
        option "Calendar file"
      checkbox "Add a new single-use link" checked: false
      disclosure "Preview" expanded
      group "Preview"
        text "Onboarding 1: first steps: {time} Saturday, 5 December 2026 - 09:00 (Berlin, UTC+1): calendly:/mira-albrecht/onboarding-1/2026-12-05T08:00:00Z?month=2026-12&date=2026-12-05 - 10:00 (Berlin, UTC+1): calendly:/mira-albrecht/onboarding-1/2026-12-05T09:00:00Z?month=2026-12&date=2026-12-05"
      disclosure "Edit the message" expanded
      textbox "Message" = "{event}: {time}" focused – ${HELP} {time} is not a placeholder and stays as it is.
      paragraph "${HELP}"
      status "{time} is not a placeholder and stays as it is." live: polite
      button "Reset to default"
    status "2 times selected" live: polite
  `, { live: ['status polite', 'status polite'] });
});

test('a link that was just made, with everything open', async ({ page, open, sandbox }) => {
  await openMonth({ page, open, sandbox }, FEW);
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
  for (const name of ['Answers to your questions', 'Campaign tracking (UTM)', 'QR code']) await page.getByText(name).click();
  await expect(page.getByRole('img')).toBeVisible();
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Onboarding 1: first steps 45 min · one-on-one · Google Meet"
      button "Links" pressed
      button "Time zone Berlin UTC+1" expanded: false opens a dialog
      button "Account: Mira Albrecht" expanded: false opens a dialog
      heading "Link created" level: 2
      paragraph "Onboarding 1: first steps · can be booked once · unused links end after 90 days · today"
      status "calendly:/d/saceiofp4euu/onboarding-1"
      link "Open"
      button "Copy"
      textbox "Name"
      textbox "Email"
      checkbox "Start with December 2026" checked: false
      disclosure "Answers to your questions" expanded
      paragraph "Filled in for the invitee, who can change them."
      textbox "What would you like to talk about?"
      disclosure "Campaign tracking (UTM)" expanded
      checkbox "Tag this link, so that its booking can be recognised (utm_content)" checked: false
      textbox "utm_source"
      textbox "utm_medium"
      textbox "utm_campaign"
      textbox "utm_content"
      textbox "utm_term"
      disclosure "QR code" expanded focused
      image "QR code of the link"
      button "Download SVG"
      heading "Recent links" level: 3
      list "Recent links"
        listitem
          text "Open Onboarding 1: first steps today"
          button "Copy Onboarding 1: first steps"
          button "Options Onboarding 1: first steps"
          button "Remove Onboarding 1: first steps"
      button "Back to times"
    status "Link for Onboarding 1: first steps created." live: polite
  `);
});

test('links made before, one of which nobody knows about', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await openMonth({ page, open, sandbox }, FEW);
  await page.getByLabel('Note for your list').fill('Ada');
  await createButton(page).click();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Back to times' }).click();
  await sandbox.faults([{ route: 'POST /scheduling_links', execute: true, cut: 'before_headers', times: null }]);
  await page.getByLabel('Note for your list').fill('Grace');
  await createButton(page).click();
  await expect(page.getByRole('button', { name: 'Dismiss' })).toBeVisible();
  await linksButton(page).click();
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Onboarding 1: first steps 45 min · one-on-one · Google Meet"
      button "Links" pressed
      button "Time zone Berlin UTC+1" expanded: false opens a dialog
      button "Account: Mira Albrecht" expanded: false opens a dialog
      paragraph "Calendly did not answer. The link may exist, perhaps more than once, but nobody has its address. It is marked Unknown in your links; you can create another."
      button "Dismiss"
      heading "Links" level: 2 focused
      heading "Recent links" level: 3
      list "Recent links"
        listitem
          text "Unknown Onboarding 1: first steps for Grace · Calendly did not answer; it may exist"
          button "Create another Onboarding 1: first steps for Grace"
          button "Remove Onboarding 1: first steps for Grace"
        listitem
          text "Open Onboarding 1: first steps for Ada · today"
          button "Copy Onboarding 1: first steps for Ada"
          button "Options Onboarding 1: first steps for Ada"
          button "Remove Onboarding 1: first steps for Ada"
      button "Back to times"
    status "Calendly did not answer. The link may exist, perhaps more than once, but nobody has its address. It is marked Unknown in your links; you can create another." live: polite
  `);
});

test('the panels of the zone and of the account', async ({ page, open, sandbox }) => {
  await openMonth({ page, open, sandbox }, FEW);
  await linksButton(page).click();
  await page.locator('#open-zone').click();
  await page.locator('#search').fill('tokyo');
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Onboarding 1: first steps 45 min · one-on-one · Google Meet"
      button "Links" pressed
      button "Time zone Berlin UTC+1" expanded opens a dialog
      button "Account: Mira Albrecht" expanded: false opens a dialog
      dialog "Time zone"
        combobox "Search by city, zone or offset" = "tokyo" expanded focused
        listbox "Search by city, zone or offset"
          option "Tokyo UTC+9 · Asia/Tokyo"
        combobox "Week starts on" = "Monday" expanded: false
          option "Monday" selected
          option "Tuesday"
          option "Wednesday"
          option "Thursday"
          option "Friday"
          option "Saturday"
          option "Sunday"
      heading "Links" level: 2
      heading "Recent links" level: 3
      paragraph "No links yet. A link that you create is kept here, in this browser."
      button "Back to times"
    status "December 2026: 29 times" live: polite
  `);
  await page.keyboard.press('Escape');
  await accountButton(page).click();
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Onboarding 1: first steps 45 min · one-on-one · Google Meet"
      button "Links" pressed
      button "Time zone Berlin UTC+1" expanded: false opens a dialog
      button "Account: Mira Albrecht" expanded opens a dialog
      dialog "Account"
        paragraph "Mira Albrecht"
        paragraph "mira@nordlicht.example"
        button "Sign out" focused
      heading "Links" level: 2
      heading "Recent links" level: 3
      paragraph "No links yet. A link that you create is kept here, in this browser."
      button "Back to times"
    status "December 2026: 29 times" live: polite
  `);
});

test('an answer that did not come, and the check of the connection', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  await open(page, { now: NOW, attributes: PLACE });
  await page.route(`${sandbox.url}/event_types?*`, (route) => route.abort('connectionrefused'));
  await signIn(page);
  const check = page.getByRole('button', { name: 'Check the connection' });
  await expect(check).toBeVisible();
  await expect(accountButton(page)).toHaveAccessibleName(/Mira/);
  const live = ['alert assertive', 'status polite'];
  await expectTree(page, sandbox, told`
    region "Slotlink"
      button "Event type Choose an event type" expanded: false opens a dialog
      ${HEAD}
      alert live: assertive
        paragraph "Calendly did not answer."
        button "Retry"
        button "Check the connection"
    status "Signed in." live: polite
  `, { live });
  await check.click();
  await expectTree(page, sandbox, told`
    region "Slotlink"
      button "Event type Choose an event type" expanded: false opens a dialog
      ${HEAD}
      alert live: assertive
        paragraph "Calendly did not answer."
        button "Retry"
        button "Check the connection" focused
      paragraph "The server answers, but does not let this page read what it says (CORS). The page’s developer must check its address, or the proxy in between."
      button "Dismiss"
    status "The server answers, but does not let this page read what it says (CORS). The page’s developer must check its address, or the proxy in between." live: polite
  `, { live });
});

test('times that could not be loaded', async ({ page, open, sandbox, watch }) => {
  watch.allow({ console: NETWORK_COMPLAINT });
  const type = await eventType(sandbox, FEW.slug);
  await open(page, { now: NOW, attributes: { ...PLACE, view: 'week', 'event-type': type.id } });
  await page.route(`${sandbox.url}/event_type_available_times?*`, (route) => route.abort('connectionrefused'));
  await signIn(page);
  await expect(accountButton(page)).toHaveAccessibleName(/Mira/);
  await expect(page.locator('.week-days')).toHaveAttribute('aria-busy', 'false');
  await expectTree(page, sandbox, told`
    region "Slotlink"
      text "Onboarding 1: first steps 45 min · one-on-one · Google Meet"
      ${HEAD}
      ${views('Week')}
      button "Add a second time zone" expanded: false opens a dialog
      heading "30 Nov–6 Dec 2026" level: 2
      button "Today" disabled
      button "Previous week" disabled
      button "Next week"
      group "30 Nov–6 Dec 2026"
        heading "Monday, 30 November 2026" level: 3
        group "Monday, 30 November 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "No times on this day."
        heading "Tuesday, 1 December 2026" level: 3
        group "Tuesday, 1 December 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "times not loaded"
        heading "Wednesday, 2 December 2026" level: 3
        group "Wednesday, 2 December 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "times not loaded"
        heading "Thursday, 3 December 2026" level: 3
        group "Thursday, 3 December 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "times not loaded"
        heading "Friday, 4 December 2026" level: 3
        group "Friday, 4 December 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "times not loaded"
        heading "Saturday, 5 December 2026" level: 3
        group "Saturday, 5 December 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "times not loaded"
        heading "Sunday, 6 December 2026" level: 3
        group "Sunday, 6 December 2026, Berlin, UTC+1" – ${KEYS}
          paragraph "times not loaded"
      button "Refresh"
      alert live: assertive
        paragraph "The times of Tue 1 Dec to Thu 31 Dec could not be loaded. Calendly did not answer."
        button "Retry"
        button "Check the connection"
      ${TRAY}
    status "Signed in." live: polite
  `, { live: ['alert assertive', 'status polite'] });
});

test('the dashboard, with a token', async ({ page, open, sandbox }) => {
  await open(page, { host: 'dashboard', now: NOW });
  await expect(signInButton(page)).toBeVisible();
  await element(page).evaluate((host, all) => all.forEach(([name, value]) => host.setAttribute(name, value)), Object.entries(PLACE));
  await signIn(page);
  await expect(accountButton(page)).toHaveAccessibleName(/Mira/);
  await page.getByRole('combobox').fill('onboarding 1');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(page.getByRole('main').getByRole('region', { name: 'Slotlink' })).toBeVisible();
  await expectTree(page, sandbox, told`
    region "Slotlink"
      button "Onboarding 1: first steps 45 min · one-on-one · Google Meet Change" expanded: false opens a dialog
      ${HEAD}
      radiogroup "View"
        radio "Month" checked focused
        radio "Week" checked: false
        radio "List" checked: false
      button "Add a second time zone" expanded: false opens a dialog
      heading "December 2026" level: 1
      button "Previous month" disabled
      button "Next month"
      ${december([0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 7, 2, 0, 0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 6, 3, 0, 0, 0, 0], 5)}
      text "Updated 09:00"
      button "Refresh"
      heading "Saturday 5 December" level: 2
      button "Select day Saturday 5 December"
      group "Saturday, 5 December 2026, Berlin, UTC+1" – ${KEYS}
        checkbox "09:00" checked: false
        checkbox "10:00" checked: false
        checkbox "11:00" checked: false
        checkbox "16:00" checked: false
      ${TRAY}
    status "December 2026: 29 times" live: polite
  `);
});
