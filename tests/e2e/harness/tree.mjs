// What a screen reader is told: the accessibility tree as the browser itself has computed it, one line for each node.
import { expect } from '@playwright/test';

/** What these are says nothing to anybody: what is in them stands in their place. */
const SILENT = new Set(['none', 'generic', 'LabelText', 'MenuListPopup', 'sectionheader', 'code']);
/** These are read by their names, which are made of the text in them. */
const READ_BY_NAME = new Set(['button', 'checkbox', 'columnheader', 'DisclosureTriangle', 'gridcell', 'heading', 'link', 'option', 'radio', 'textbox']);
const NAMES = { DisclosureTriangle: 'disclosure', StaticText: 'text' };
/** What is told of a node beside its role and name; `false` only where it is the one of two states. */
const STATES = ['level', 'checked', 'selected', 'expanded', 'pressed', 'disabled', 'readonly', 'required', 'busy', 'modal', 'multiselectable', 'live', 'focused'];
const TOLD_WHEN_FALSE = new Set(['checked', 'expanded', 'pressed']);
/** Chromium takes the option of a list that is pointed at for a selected one, now and then. */
const isUnsure = (node, state) => (state === 'selected' && node.role === 'option' && node.parent.role === 'listbox') || (state === 'level' && node.role !== 'heading');

/** One kind of space, and none around a dash: engines differ there. */
const collapsed = (text) => text.replaceAll(/\s+/g, ' ').replaceAll(/ ?– ?/g, '–').trim();

/** The nodes of the page that is the browser's own answer, as {role, name, states, …, children}, with nothing left out. */
async function read(session) {
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const made = (node, parent) => {
    const states = Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value]));
    const own = {
      role: node.ignored ? 'none' : node.role.value,
      name: collapsed(node.name?.value ?? ''),
      value: node.value?.value,
      description: collapsed(node.description?.value ?? ''),
      states,
      element: node.backendDOMNodeId,
      parent,
    };
    own.children = node.childIds.filter((id) => byId.has(id)).map((id) => made(byId.get(id), own));
    return own;
  };
  return made(nodes[0]);
}

const all = (node) => [node, ...node.children.flatMap(all)];

/** What says something itself of what is in `node`; texts that stand together are one. */
function spoken(node) {
  const found = [];
  for (const child of node.children) {
    const { role, name } = child;
    const isSilent = SILENT.has(role) || (role === 'group' && !name) || role === 'InlineTextBox';
    for (const next of isSilent ? spoken(child) : [child]) {
      const last = found.at(-1);
      if (next.role !== 'StaticText') found.push(next);
      else if (last?.role === 'StaticText') found[found.length - 1] = { ...last, name: collapsed(`${last.name} ${next.name}`) };
      else if (next.name) found.push(next);
    }
  }
  // The words of a label are the name of what it labels.
  const controls = found.filter(({ role }) => role !== 'StaticText');
  if (node.role !== 'LabelText') return found;
  return found.filter(({ role, name }) => role !== 'StaticText' || !controls.some((control) => control.name.includes(name)));
}

function line(node, words) {
  const { role, value, description, states } = node;
  const name = role === 'row' ? '' : node.name || words;
  const told = STATES.filter((state) => (TOLD_WHEN_FALSE.has(state) ? state in states : states[state]) && !isUnsure(node, state));
  return [
    NAMES[role] ?? role,
    name && JSON.stringify(name),
    value !== undefined && `= ${JSON.stringify(value)}`,
    ...told.map((state) => (states[state] === true || states[state] === 'true' ? state : `${state}: ${states[state]}`)),
    states.hasPopup === 'dialog' && 'opens a dialog',
    description && `– ${description}`,
  ].filter(Boolean).join(' ');
}

function lines(node) {
  if (READ_BY_NAME.has(node.role) || node.states.editable) return [line(node)];
  const within = spoken(node);
  // Words alone stand in the line of what has them.
  if (!node.name && within.length === 1 && within[0].role === 'StaticText') return [line(node, within[0].name)];
  return [line(node), ...within.flatMap(lines).map((inner) => `  ${inner}`)];
}

/** What a person can come to or hear of all on its own. */
const isReached = (node) => node.role !== 'none' && node.states.focusable && node.role !== 'RootWebArea';

/** Where elements are seen: what a scroller around one hides is at that one's edge. */
const seenAt = (...elements) =>
  elements.map((element) => {
    let { left, right, top, bottom } = element.getBoundingClientRect();
    for (let around = element.parentElement; around; around = around.parentElement) {
      if (around.scrollHeight === around.clientHeight || getComputedStyle(around).overflowY === 'visible') continue;
      const edge = around.getBoundingClientRect();
      [top, bottom] = [top, bottom].map((at) => Math.min(Math.max(at, edge.top), edge.bottom));
    }
    return { left, right, top, bottom };
  });

/**
 * Expects that from one thing to the next it goes down, or to the side in the direction of reading. Only what follows a dialog
 * may lie beneath it.
 */
async function judgeOrder(session, tree, width) {
  const reached = all(tree).filter((node) => isReached(node) && node.role !== 'option');
  if (reached.length === 0) return;
  const dialog = (node) => node && (node.role === 'dialog' ? node : dialog(node.parent));
  const handles = await Promise.all(reached.map(({ element }) => session.send('DOM.resolveNode', { backendNodeId: element })));
  const call = { objectId: handles[0].object.objectId, arguments: handles.map(({ object: { objectId } }) => ({ objectId })) };
  const { result } = await session.send('Runtime.callFunctionOn', { ...call, functionDeclaration: `${seenAt}`, returnByValue: true });
  const boxes = result.value.map((box, index) => ({ ...box, name: `${reached[index].role} ${reached[index].name}`, dialog: dialog(reached[index]) }));
  const back = boxes.slice(1).flatMap((here, index) => {
    const before = boxes[index];
    const isAbove = here.top < before.top && here.bottom <= before.top + 1 && here.left < before.right;
    const isBehind = here.right <= before.left + 1 && here.top < before.bottom && here.bottom > before.top;
    return here.dialog === before.dialog && (isAbove || isBehind) ? [`${before.name} → ${here.name}`] : [];
  });
  expect(back, `at ${width} pixels, read in another order than it is seen`).toEqual([]);
}

/**
 * Expects what holds for any page: each heading and each thing that takes the focus has a name, no two buttons or fields of a
 * group have the same one, no level of heading is left out.
 */
function judge(tree) {
  const nodes = all(tree).filter(({ role }) => role !== 'none');
  expect(nodes.filter((node) => isReached(node) && !node.name).map(({ role, element }) => `${role} ${element}`), 'takes the focus without a name').toEqual([]);

  const group = (node) => (['dialog', 'group', 'list', 'main', 'region'].includes(node.role) && (node.name || node.role === 'main') ? node : group(node.parent));
  const places = new Map();
  for (const node of nodes.filter(({ role }) => ['button', 'checkbox', 'DisclosureTriangle', 'link', 'textbox'].includes(role))) {
    places.set(group(node), [...(places.get(group(node)) ?? []), `${node.role} ${node.name}`]);
  }
  const twice = [...places.values()].flatMap((names) => names.filter((name, index) => names.indexOf(name) < index));
  expect(twice, 'the same name for two things of a group').toEqual([]);

  const headings = nodes.filter(({ role }) => role === 'heading');
  expect(headings.filter(({ name }) => !name).map(({ element }) => element), 'a heading without a name').toEqual([]);
  const levels = headings.map(({ states }) => states.level);
  const skipped = levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1);
  expect(skipped, `levels of headings: ${levels}`).toEqual([]);
}

/**
 * Expects that the page's element is, for a screen reader, `expected`, line by line, and that `live` are the regions in which
 * changes are spoken. Addresses of this test's own sandbox are written as `calendly:`. `whole`: where there is no element, or it
 * has no region, the whole page is compared.
 */
export async function expectTree(page, sandbox, expected, { live = ['status polite'], whole = false } = {}) {
  const session = await page.context().newCDPSession(page);
  let tree;
  await expect.poll(async () => {
    tree = await read(session);
    const card = all(tree).find(({ role, name }) => role === 'region' && name === 'Slotlink');
    if (!card && !whole) return 'no region of that name';
    const parts = whole ? spoken(tree) : card.parent.children;
    let shown = parts.flatMap((part) => (part.role === 'none' ? spoken(part).flatMap(lines) : lines(part))).join('\n');
    for (const origin of sandbox.origins) shown = shown.replaceAll(origin, 'calendly:');
    return shown;
  }).toBe(expected);
  judge(tree);
  expect(all(tree).filter(({ states }) => states.live).map(({ role, states }) => `${role} ${states.live}`), 'live regions').toEqual(live);
  const size = page.viewportSize();
  for (const width of [size.width, 360]) {
    await page.setViewportSize({ ...size, width });
    // What has just got another width may still be on its way.
    await expect(() => judgeOrder(session, tree, width)).toPass({ timeout: 5000 });
  }
  await page.setViewportSize(size);
  await session.detach();
}

/** Lines without the indentation that they have in the test; what is put in takes the indentation of its place. */
export function told(texts, ...parts) {
  let whole = texts[0];
  parts.forEach((part, index) => {
    const indent = whole.slice(whole.lastIndexOf('\n') + 1);
    whole += part.replaceAll('\n', `\n${/^ */.exec(indent)[0]}`) + texts[index + 1];
  });
  const rows = whole.split('\n').filter((row) => row.trim());
  const least = Math.min(...rows.map((row) => /^ */.exec(row)[0].length));
  return rows.map((row) => row.slice(least)).join('\n');
}
