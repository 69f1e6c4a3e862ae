//! CSV: any file beside a second, plain reading of it, and any cells written and read again.

use slotlink::csv::{
    Delimiter, MOST_COLUMNS, MOST_PROBLEMS, Problems, Table, Writer, is_formula, read_bytes,
    read_text,
};

const DELIMITERS: [(Delimiter, char); 3] = [
    (Delimiter::Comma, ','),
    (Delimiter::Semicolon, ';'),
    (Delimiter::Tab, '\t'),
];

/// Names of columns, and the records with their rows.
type Told = (Vec<String>, Vec<(u32, Vec<String>)>);

pub fn run(bytes: &[u8]) {
    let text = text(bytes);
    let mut all = Vec::new();
    for (delimiter, character) in DELIMITERS {
        let read = read_bytes(bytes, Some(delimiter));
        let opinion = text.as_deref().and_then(|text| opinion(text, character));
        match &read {
            Ok(table) => {
                assert_eq!(Some(told(table)), opinion);
                again(table);
            }
            Err(problems) => {
                assert_eq!(opinion, None, "{problems:?}");
                within(problems, bytes);
            }
        }
        // Of two marks one belongs to the text.
        if let Some(text) = text.as_ref().filter(|text| !text.starts_with('\u{feff}')) {
            assert_eq!(
                read_text(text, Some(delimiter)),
                read,
                "a text, or its bytes"
            );
        }
        all.push(read);
    }
    let guessed = read_bytes(bytes, None);
    assert!(all.contains(&guessed), "another delimiter");
    // Without quotes it is plain which one stands there most often.
    if let Some(text) = text.filter(|text| !text.contains('"')) {
        let mut lines = text.split(['\r', '\n']);
        let header = lines.find(|line| !line.is_empty()).unwrap_or_default();
        let count = |index: usize| header.matches(DELIMITERS[index].1).count();
        let most = (0..3).rev().max_by_key(|index| count(*index));
        assert_eq!(guessed, all[most.unwrap_or_default()]);
    }
    cells(&String::from_utf8_lossy(bytes));
}

fn told(table: &Table) -> Told {
    let values = |values: &mut dyn Iterator<Item = &str>| values.map(str::to_owned).collect();
    let records = table.records();
    let records = records.map(|record| (record.row, values(&mut record.values())));
    (table.columns().to_vec(), records.collect())
}

/// The text without its mark; nothing for what is none.
fn text(bytes: &[u8]) -> Option<String> {
    let units = |unit: fn([u8; 2]) -> u16| {
        let pairs = bytes[2..].chunks(2);
        let units: Option<Vec<u16>> = pairs
            .map(|pair| Some(unit(pair.try_into().ok()?)))
            .collect();
        String::from_utf16(&units?).ok()
    };
    if bytes.starts_with(&[0xff, 0xfe]) {
        return units(u16::from_le_bytes);
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return units(u16::from_be_bytes);
    }
    let text = std::str::from_utf8(bytes).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}

/// What a file says by RFC 4180 alone; nothing where it is not right.
fn opinion(text: &str, delimiter: char) -> Option<Told> {
    let mut records = plain(text, delimiter)?.into_iter();
    let (_, header) = records.next()?;
    let columns: Vec<_> = header.iter().map(|name| bare(name).trim()).collect();
    let right = columns.iter().enumerate().all(|(index, name)| {
        !name.is_empty() && !columns[..index].contains(name) && index < MOST_COLUMNS
    });
    if !right || text.contains('\0') {
        return None;
    }
    let width = columns.len();
    let records = records.map(|(row, cells)| {
        let cells: Vec<_> = cells.iter().map(|cell| bare(cell).to_owned()).collect();
        (cells.len() == width).then_some((row, cells))
    });
    let columns = columns.into_iter().map(str::to_owned).collect();
    Some((columns, records.collect::<Option<_>>()?))
}

/// Where a field is.
#[derive(PartialEq)]
enum State {
    Start,
    Text,
    Quoted,
    /// After a quote, which ended the field, or is the first half of one.
    Closed,
}

/// The cells as they stand in a file.
fn plain(text: &str, delimiter: char) -> Option<Vec<(u32, Vec<String>)>> {
    let mut records = Vec::new();
    let mut record = Vec::new();
    let mut cell = String::new();
    let mut state = State::Start;
    let (mut line, mut row) = (1, 1);
    let mut before = ' ';
    for character in text.chars() {
        if state == State::Start && record.is_empty() {
            row = line;
        }
        if character == '\r' || character == '\n' && before != '\r' {
            line += 1;
        }
        before = character;
        let end = ['\r', '\n'].contains(&character);
        state = match (state, character) {
            (State::Start, '"') => State::Quoted,
            (State::Text, '"') => return None,
            (State::Quoted, '"') => State::Closed,
            (State::Closed, '"') => {
                cell.push('"');
                State::Quoted
            }
            (State::Quoted, _) => {
                cell.push(character);
                State::Quoted
            }
            // The second half of a line end is an empty line, too.
            (State::Start, _) if end && record.is_empty() => State::Start,
            _ if end || character == delimiter => {
                record.push(std::mem::take(&mut cell));
                if end {
                    records.push((row, std::mem::take(&mut record)));
                }
                State::Start
            }
            (State::Closed, _) => return None,
            _ => {
                cell.push(character);
                State::Text
            }
        };
    }
    match state {
        State::Quoted => return None,
        State::Start if record.is_empty() => {}
        _ => {
            record.push(cell);
            records.push((row, record));
        }
    }
    Some(records)
}

const DANGEROUS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Without the apostrophe that was put before a formula.
fn bare(cell: &str) -> &str {
    let passed =
        |character: char| ['\'', '\u{feff}'].contains(&character) || character.is_whitespace();
    let passed = |character: char| passed(character) && !DANGEROUS.contains(&character);
    let marked = cell.trim_start_matches(passed).starts_with(DANGEROUS);
    if marked {
        cell.strip_prefix('\'').unwrap_or(cell)
    } else {
        cell
    }
}

fn within(problems: &Problems, bytes: &[u8]) {
    let first = &problems.first;
    assert!(!first.is_empty() && first.len() == problems.total.min(MOST_PROBLEMS));
    // A problem of each kind in each field, at most.
    assert!(
        problems.total <= 4 * (bytes.len() + 1),
        "more than there can be"
    );
    let ends = bytes.iter().filter(|byte| [b'\r', b'\n'].contains(byte));
    let lines = ends.count() + 1;
    let mut last = 1;
    for problem in first {
        assert!(problem.row >= last, "{problems:?} are not in their order");
        assert!(
            problem.row as usize <= lines,
            "{problem:?} is behind the end"
        );
        assert!(!problem.message().is_empty() && !problem.kind.code().is_empty());
        last = problem.row;
    }
}

/// A table is the same once it was written and read.
fn again(table: &Table) {
    let (columns, records) = told(table);
    let rows: Vec<_> = records.into_iter().map(|(_, values)| values).collect();
    written(&columns, &rows);
}

fn written(columns: &[String], rows: &[Vec<String>]) {
    for (delimiter, character) in DELIMITERS {
        let bom = rows.len() % 2 == 1;
        let writer = Writer::new(columns.to_vec(), delimiter, bom);
        let mut writer = writer.unwrap_or_else(|refused| panic!("{refused:?}"));
        for row in rows {
            let outcome = writer.row(row);
            outcome.unwrap_or_else(|refused| panic!("{refused:?}"));
        }
        let file = writer.finish();
        // The delimiter is told by the file itself.
        let read = read_bytes(file.as_bytes(), None);
        let read = read.unwrap_or_else(|problems| panic!("{problems:?} in {file:?}"));
        let (names, records) = told(&read);
        assert_eq!(names, columns);
        assert!(
            records.iter().map(|(_, values)| values).eq(rows),
            "{file:?}"
        );
        let text = if bom { &file[3..] } else { &file[..] };
        let records = plain(text, character);
        let records = records.unwrap_or_else(|| panic!("{file:?} is no CSV"));
        for cell in records.iter().flat_map(|(_, cells)| cells) {
            let live = |cell: &str| cell.starts_with(DANGEROUS);
            assert!(!live(cell) && !live(cell.trim_start()), "{cell:?}");
            assert!(!is_formula(cell) || cell.starts_with('\''), "{cell:?}");
        }
    }
}

/// Any cells, by one to four columns.
fn cells(text: &str) {
    let cells: Vec<_> = text
        .replace('\0', "")
        .split('|')
        .map(str::to_owned)
        .collect();
    let width = cells.len().min(1 + text.len() % 4);
    let mut names: Vec<String> = Vec::new();
    for (index, cell) in cells.iter().take(width).enumerate() {
        let name = cell.trim();
        let taken = name.is_empty() || names.iter().any(|known| known == name);
        let own = ["column ".to_owned(), index.to_string()].concat();
        names.push(if taken { own } else { name.to_owned() });
    }
    // A cell may be called as a column that has no other name.
    names.dedup();
    let width = names.len();
    let distinct = (1..width).all(|index| !names[..index].contains(&names[index]));
    if distinct {
        let rows: Vec<_> = cells.chunks_exact(width).map(<[String]>::to_vec).collect();
        written(&names, &rows);
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| {
        let text = "\u{feff}a;b\r\n\"ʤ\n\";😀\r\n";
        text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let mut seeds = vec![utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)];
    let texts = [
        "a,b,c\r\n1,2,3\r\n4,5,6\r\n",
        "\u{feff}email,name\nmira@ahorn.example,\"Ahörn, Mira\"\n\n jo@ek.example ,\"Jo \"\"the\"\"\r\nEk\"\n",
        "a;b\r1;2\r\r3;4",
        "a\tb\n\"\t\"\t\n",
        "'=1, '@x,''+y\n'=cmd|' /C calc'!A0,'\t, '-1\n'a,'',\n",
        "a,b\n1,\"2\"3\n1,2\"3\n1\n1,2,3\n\0,\"",
        "a,a,,\n",
        "a\n\"\"\n\"\"\"\"\n",
        "=1|'=1|\"|,|;|\t|\r\n| =1|\u{feff}|＝x|−|@",
    ];
    seeds.extend(texts.map(|seed| seed.as_bytes().to_vec()));
    seeds
}

pub fn words() -> Vec<String> {
    let words = [
        "\"\"", "\",\"", "\r\n", "\n\n", "\"\r\n\"", "'=", "''", " =", "\u{feff}", "＝", "＋",
        "－", "＠", "\u{a0}", ",,", ";;", "\t\t", "\u{85}",
    ];
    words.map(str::to_owned).to_vec()
}
