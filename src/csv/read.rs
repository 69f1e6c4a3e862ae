//! The reader.

use super::decode::{Decoded, decode};
use super::{Delimiter, Kind, LONGEST, MOST_COLUMNS, Problems, formula};

/// What a file says: the names of its columns, and as many cells in each record. Cells are kept in one text, so a million of
/// them are no million allocations.
#[derive(PartialEq, Eq, Default, Debug)]
pub struct Table {
    columns: Vec<String>,
    rows: Vec<u32>,
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<usize>,
}

/// One record of a table.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// The line of the file in which it begins; 1 is the first.
    pub row: u32,
    table: &'a Table,
    first: usize,
}

impl Table {
    /// The names of the columns: trimmed, not empty, each once.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    pub fn records(&self) -> impl ExactSizeIterator<Item = Record<'_>> {
        self.rows.iter().enumerate().map(|(index, row)| Record {
            row: *row,
            table: self,
            first: index * self.columns.len(),
        })
    }

    fn cell(&self, index: usize) -> &str {
        let end = |index: usize| self.ends.get(index).copied();
        let start = index.checked_sub(1).and_then(end).unwrap_or_default();
        let cell = end(index).and_then(|end| self.text.get(start..end));
        cell.unwrap_or_default()
    }
}

impl<'a> Record<'a> {
    /// One for each column.
    pub fn values(self) -> impl Iterator<Item = &'a str> {
        let cells = self.first..self.first + self.table.columns.len();
        cells.map(move |index| self.table.cell(index))
    }
}

/// Reads a file: UTF-8, with or without a byte order mark, or UTF-16 with one. Without a `delimiter` it is the one of which
/// the first record has most.
///
/// An apostrophe before a formula is taken off, as [`super::Writer`] puts one there.
///
/// # Errors
/// Whatever is not right: with one problem there is no table.
pub fn read_bytes(bytes: &[u8], delimiter: Option<Delimiter>) -> Result<Table, Problems> {
    if too_large(bytes.len()) {
        return Err(Problems::too_large());
    }
    let Decoded { text, broken } = decode(bytes);
    read(&text, &broken, delimiter)
}

/// Reads a text; a byte order mark at its beginning is left out. Otherwise as [`read_bytes`].
///
/// # Errors
/// As [`read_bytes`].
pub fn read_text(text: &str, delimiter: Option<Delimiter>) -> Result<Table, Problems> {
    read(
        text.strip_prefix('\u{feff}').unwrap_or(text),
        &[],
        delimiter,
    )
}

/// Whether so many bytes are too many, whatever they are: no text has more than twice as many in UTF-16 as in UTF-8.
pub fn too_large(bytes: usize) -> bool {
    bytes > 2 * LONGEST + 2
}

fn read(text: &str, broken: &[usize], delimiter: Option<Delimiter>) -> Result<Table, Problems> {
    if text.len() > LONGEST {
        return Err(Problems::too_large());
    }
    let mut reader = Reader {
        text,
        broken,
        delimiter: delimiter.unwrap_or_else(|| likely(text)).byte(),
        at: 0,
        line: 1,
        row: 1,
        cell: String::new(),
        table: Table::default(),
        problems: Problems::default(),
    };
    reader.header();
    while reader.begins() {
        reader.record();
    }
    match reader.problems.total {
        0 => Ok(reader.table),
        _ => Err(reader.problems),
    }
}

/// The delimiter of which the first record has most outside of quotes; of as many, the first.
fn likely(text: &str) -> Delimiter {
    let mut counts = Delimiter::ALL.map(|delimiter| (delimiter, 0_usize));
    let (mut begun, mut quoted) = (false, false);
    for byte in text.bytes() {
        match byte {
            b'\r' | b'\n' if quoted || !begun => continue,
            b'\r' | b'\n' => break,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            _ => {
                for (delimiter, count) in &mut counts {
                    *count += usize::from(delimiter.byte() == byte);
                }
            }
        }
        begun = true;
    }
    let [first, others @ ..] = counts;
    let most = |most: (Delimiter, usize), next: (Delimiter, usize)| match next.1 > most.1 {
        true => next,
        false => most,
    };
    others.into_iter().fold(first, most).0
}

struct Reader<'a> {
    text: &'a str,
    /// What has been reached of it, in bytes.
    at: usize,
    /// Where bytes were no text, beyond what has been reached.
    broken: &'a [usize],
    delimiter: u8,
    /// The line that has been reached.
    line: u32,
    /// The line in which the record begins.
    row: u32,
    /// The field that was read last.
    cell: String,
    table: Table,
    problems: Problems,
}

/// Whether an ASCII character is in a text: searching for one byte is less code than searching for any.
pub(super) fn has(text: &str, byte: u8) -> bool {
    text.as_bytes().contains(&byte)
}

/// What comes after a field.
#[derive(PartialEq)]
enum Next {
    Field,
    Record,
    /// The field has no end, so the record has none either.
    Unended,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes past a line end, where there is one.
    fn line_end(&mut self) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return false,
        };
        self.line += 1;
        true
    }

    /// Goes to the next record, past empty lines. Whether there is one.
    fn begins(&mut self) -> bool {
        while self.line_end() {}
        self.row = self.line;
        self.peek().is_some()
    }

    fn header(&mut self) {
        if !self.begins() {
            return self.problems.add(1, None, Kind::Empty);
        }
        let mut found = 0;
        let mut next = Next::Field;
        while next == Next::Field {
            next = self.field(None);
            found += 1;
            // Neither is any number of them kept, nor asked whether their names are different.
            if found <= MOST_COLUMNS {
                let name = formula::bare(&self.cell).trim().to_owned();
                self.table.columns.push(name);
            }
        }
        let columns = &self.table.columns;
        let mut wrong = |column, kind| self.problems.add(self.row, column, kind);
        if found > MOST_COLUMNS {
            // Of what is in which column nothing can be said.
            self.at = self.text.len();
            return wrong(None, Kind::TooManyColumns(found));
        }
        for (index, name) in columns.iter().enumerate() {
            if name.is_empty() {
                wrong(None, Kind::UnnamedColumn(index + 1));
            } else if columns.iter().take(index).any(|earlier| earlier == name) {
                wrong(Some(name), Kind::RepeatedColumn);
            }
        }
    }

    fn record(&mut self) {
        let columns = self.table.columns.len();
        let mut found = 0;
        let mut next = Next::Field;
        while next == Next::Field {
            next = self.field(Some(found));
            found += 1;
            // What comes of a table with problems is nothing.
            if found <= columns && self.problems.total == 0 {
                self.table.text.push_str(formula::bare(&self.cell));
                self.table.ends.push(self.table.text.len());
            }
        }
        if self.problems.total == 0 {
            self.table.rows.push(self.row);
        }
        if found != columns && next != Next::Unended {
            let kind = Kind::FieldCount { found, columns };
            self.problems.add(self.row, None, kind);
        }
    }

    fn wrong(&mut self, column: Option<usize>, kind: Kind) {
        let column = column.and_then(|column| self.table.columns.get(column));
        let column = column.filter(|name| !name.is_empty());
        self.problems.add(self.row, column, kind);
    }

    /// Reads a field, and goes past what ends it.
    fn field(&mut self, column: Option<usize>) -> Next {
        self.cell.clear();
        let quoted = self.peek() == Some(b'"');
        let ended = !quoted || self.quoted();
        if !ended {
            self.wrong(column, Kind::UnendedQuote);
        }
        let start = self.at;
        while let Some(byte) = self.peek()
            && byte != self.delimiter
            && byte != b'\r'
            && byte != b'\n'
        {
            self.at += 1;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        self.cell.push_str(text);
        if quoted && !text.is_empty() {
            self.wrong(column, Kind::TextAfterQuote);
        } else if has(text, b'"') {
            self.wrong(column, Kind::QuoteInText);
        }
        if has(&self.cell, 0) {
            self.wrong(column, Kind::Nul);
        }
        let broken = self.broken.partition_point(|place| *place < self.at);
        if broken > 0 {
            self.broken = self.broken.get(broken..).unwrap_or_default();
            self.wrong(column, Kind::Encoding);
        }
        if !ended {
            Next::Unended
        } else if self.peek() == Some(self.delimiter) {
            self.at += 1;
            Next::Field
        } else {
            self.line_end();
            Next::Record
        }
    }

    /// Reads from one quote to the next that is not doubled. Whether there is one.
    fn quoted(&mut self) -> bool {
        self.at += 1;
        loop {
            let start = self.at;
            while let Some(byte) = self.peek()
                && byte != b'"'
                && !self.line_end()
            {
                self.at += 1;
            }
            let text = self.text.get(start..self.at).unwrap_or_default();
            self.cell.push_str(text);
            match self.peek() {
                None => return false,
                Some(b'"') => {
                    self.at += 1;
                    if self.peek() != Some(b'"') {
                        return true;
                    }
                    self.cell.push('"');
                    self.at += 1;
                }
                // After a line end.
                Some(_) => {}
            }
        }
    }
}
