// CSV files: what is read is told with its rows, what is no CSV is refused with all of its problems, and what was written
// is read as the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { script } from './sandbox.mjs';

const { createClient, SlotlinkError } = await script('client/node.js');
// Nobody is signed in: neither of the two sends anything, nor needs a token.
const client = createClient({ clientId: 'an-app' });

const utf16 = (text) => Buffer.from(`\ufeff${text}`, 'utf16le');
const refused = (call) => call.then(() => assert.fail('it was taken'), (error) => error);

test('a text, its bytes and every view of them are the same file', async () => {
  const text = 'email;name\r\n"jo@ek.example";"Ek; ""Jo""\n😀"\r\n\r\nmira@ahorn.example;\'=1\r\n';
  const expected = {
    columns: ['email', 'name'],
    rows: [
      { row: 2, values: { email: 'jo@ek.example', name: 'Ek; "Jo"\n😀' } },
      { row: 5, values: { email: 'mira@ahorn.example', name: '=1' } },
    ],
  };
  const bytes = new TextEncoder().encode(text);
  const framed = new Uint8Array([1, ...bytes, 1]);
  const inputs = [
    text, `\ufeff${text}`, bytes, bytes.buffer, framed.subarray(1, -1), new DataView(framed.buffer, 1, bytes.length),
    new Blob([text]), Buffer.from(`\ufeff${text}`), utf16(text), utf16(text).swap16(),
  ];
  for (const input of inputs) assert.deepEqual(await client.readCsv(input), expected);
  assert.deepEqual(await client.readCsv(text, { delimiter: ';' }), expected);
  assert.deepEqual((await client.readCsv('a;b\tc', { delimiter: '\t' })).columns, ['a;b', 'c']);
  for (const input of [undefined, null, 5, {}, [1]]) await assert.rejects(client.readCsv(input), TypeError);
});

test('columns may be called as what every object has', async () => {
  const { columns, rows: [{ values }] } = await client.readCsv('__proto__,constructor,toString\n1,2,3');
  assert.deepEqual(columns, ['__proto__', 'constructor', 'toString']);
  assert.deepEqual(Object.entries(values), [['__proto__', '1'], ['constructor', '2'], ['toString', '3']]);
  assert.equal(Object.getPrototypeOf(values), Object.prototype);
  assert.equal({}.constructor, Object);
  assert.equal(await client.writeCsv([values]), '__proto__,constructor,toString\r\n1,2,3\r\n');
  // What is no field of a row's own is empty.
  assert.equal(await client.writeCsv([{}], { columns }), '__proto__,constructor,toString\r\n,,\r\n');
});

test('every problem is told with its row, its column and a code', async () => {
  const error = await refused(client.readCsv('name,email\nJo,"jo"@ek.example\n\nMira\n"Ana","a\0na"\nX,"y\n'));
  assert.ok(error instanceof SlotlinkError);
  assert.deepEqual([error.code, error.total, error.status, error.reach, error.transient], ['invalid_csv', 4, null, null, false]);
  assert.equal(error.message, 'The file cannot be read. Problem 1 of 4, row 2: there is text after a closing quote');
  assert.deepEqual(error.details, [
    { row: 2, parameter: 'email', code: 'text_after_quote', message: 'there is text after a closing quote' },
    { row: 4, parameter: null, code: 'field_count', message: 'the number of fields is 1, that of columns 2' },
    { row: 5, parameter: 'email', code: 'nul', message: 'there is a NUL character' },
    { row: 6, parameter: 'email', code: 'unended_quote', message: 'a quote never ends' },
  ]);
  const many = await refused(client.readCsv(`a,b\n${'1\n'.repeat(1000)}`));
  assert.deepEqual([many.total, many.details.length, many.details[99].row], [1000, 100, 101]);
  for (const [input, row, code] of [
    ['', 1, 'empty'],
    ['a,,b', 1, 'unnamed_column'],
    ['a,b\n1,2"', 2, 'quote_in_text'],
    ['a\nb\n\ud800', 3, 'encoding'],
    [new Uint8Array([97, 10, 255]), 2, 'encoding'],
    [utf16('a\n\ud800'), 2, 'encoding'],
    ['a,'.repeat(300), 1, 'too_many_columns'],
    ['a\n'.repeat(2 ** 23 + 1), 1, 'too_large'],
    [new Uint8Array(2 ** 26), 1, 'too_large'],
  ]) {
    const { details } = await refused(client.readCsv(input));
    assert.deepEqual([details[0].row, details[0].code], [row, code]);
  }
  const { code, details } = await refused(client.readCsv('a', { delimiter: '|' }));
  assert.deepEqual([code, details[0].parameter], ['invalid_argument', 'delimiter']);
});

test('rows are written by column, whatever a cell holds, and no cell is a formula', async () => {
  const rows = [
    { name: 'Ek, "Jo"', count: 3, paid: true, at: new Date(0), note: null },
    { name: '=cmd|\' /C calc\'!A0', count: -1.5, more: ' @x', big: 10n },
  ];
  assert.equal(
    await client.writeCsv(rows),
    'name,count,paid,at,note,more,big\r\n"Ek, ""Jo""",3,true,1970-01-01T00:00:00.000Z,,,\r\n'
      + '\'=cmd|\' /C calc\'!A0,\'-1.5,,,,\' @x,10\r\n',
  );
  const file = await client.writeCsv(rows, { columns: ['more', 'name'], delimiter: ';', bom: true });
  assert.equal(file, '\ufeffmore;name\r\n;"Ek, ""Jo"""\r\n\' @x;\'=cmd|\' /C calc\'!A0\r\n');
  const { rows: read } = await client.readCsv(file);
  assert.deepEqual(read.map(({ values }) => values), rows.map(({ name, more = '' }) => ({ more, name })));
  for (const [call, parameter] of [
    [client.writeCsv([]), 'columns'],
    [client.writeCsv([], { columns: ['a', ' b'] }), 'columns[1]'],
    [client.writeCsv([], { columns: ['a', 'a'] }), 'columns[1]'],
    [client.writeCsv([{ a: 1 }, { a: {} }]), 'rows[1].a'],
    [client.writeCsv([{ a: 1, b: '\0' }]), 'rows[0].b'],
    [client.writeCsv([{ a: '\ud800' }]), 'rows[0].a'],
    [client.writeCsv([{ a: new Date(NaN) }]), 'rows[0].a'],
    [client.writeCsv([{ a: 'x'.repeat(2 ** 24) }]), 'rows[0].a'],
    [client.writeCsv([{ a: 1 }], { delimiter: '' }), 'delimiter'],
  ]) {
    const error = await refused(call);
    assert.deepEqual([error.name, error.code, error.details[0].parameter], ['SlotlinkError', 'invalid_argument', parameter]);
  }
  assert.equal(await client.writeCsv([{ a: '\ufffd' }]), 'a\r\n\ufffd\r\n');
});

test('a hundred thousand rows are read, and are the same once they were written', async () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => ({ email: `p${index}@ek.example`, name: `Ek, ${index}\n`, note: '+1' }));
  const read = await client.readCsv(await client.writeCsv(rows));
  assert.deepEqual(read.rows.map(({ values }) => values), rows);
  assert.equal(read.rows.at(-1).row, 2 + 2 * 99_999);
});
