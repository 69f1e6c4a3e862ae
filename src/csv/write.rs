//! The writer.

use super::read::has;
use super::{Delimiter, LONGEST, MOST_COLUMNS, formula};

/// What cannot be written, or could not be read again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unwritable {
    /// `columns`, `columns[1]`, `rows[3]` or, with the name of a column, `rows[3].email`; the first is 0.
    pub place: String,
    pub message: &'static str,
}

fn unwritable<T>(place: String, message: &'static str) -> Result<T, Unwritable> {
    Err(Unwritable { place, message })
}

/// Writes a file, row by row.
///
/// Cells that a spreadsheet would take for formulas are given an apostrophe, which reading takes off again; what is
/// written is read as the same, character by character. That holds for programs that know the delimiter: one that takes
/// another parts cells in their middle, where nothing stands against a formula.
pub struct Writer {
    out: String,
    columns: Vec<String>,
    delimiter: u8,
    rows: usize,
}

impl Writer {
    /// Begins with the names of the columns, and with `bom` with a byte order mark before them.
    ///
    /// # Errors
    /// A name that is empty, has blanks around it or is there twice, or a number of them that is none or more than
    /// [`MOST_COLUMNS`].
    pub fn new(columns: Vec<String>, delimiter: Delimiter, bom: bool) -> Result<Self, Unwritable> {
        if columns.is_empty() || columns.len() > MOST_COLUMNS {
            return unwritable("columns".to_owned(), "must be 1 to 256");
        }
        for (index, name) in columns.iter().enumerate() {
            let message = if name.is_empty() || name.trim() != name {
                "must not be empty, nor have blanks around it"
            } else if columns.iter().take(index).any(|earlier| earlier == name) {
                "is there twice"
            } else {
                continue;
            };
            return unwritable(place("columns", index), message);
        }
        let mut writer = Self {
            out: if bom { "\u{feff}" } else { "" }.to_owned(),
            columns: Vec::new(),
            delimiter: delimiter.byte(),
            rows: 0,
        };
        if let Err((index, message)) = writer.line(&columns) {
            return unwritable(place("columns", index), message);
        }
        writer.columns = columns;
        Ok(writer)
    }

    /// Adds a row, with a value for each column.
    ///
    /// # Errors
    /// Another number of values, a NUL character, or more than [`LONGEST`] bytes in all. Nothing is added then.
    pub fn row(&mut self, values: &[String]) -> Result<(), Unwritable> {
        let begun = self.out.len();
        let outcome = match values.len() == self.columns.len() {
            true => self.line(values),
            false => Err((self.columns.len(), "must have a value for each column")),
        };
        if let Err((index, message)) = outcome {
            self.out.truncate(begun);
            return unwritable(self.place(index), message);
        }
        self.rows += 1;
        Ok(())
    }

    /// What the value of a column in the next row is called.
    pub fn place(&self, column: usize) -> String {
        let mut place = place("rows", self.rows);
        if let Some(name) = self.columns.get(column) {
            place.push('.');
            place.push_str(name);
        }
        place
    }

    pub fn finish(self) -> String {
        self.out
    }

    fn line(&mut self, cells: &[String]) -> Result<(), (usize, &'static str)> {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.out.push(self.delimiter.into());
            }
            if has(cell, 0) {
                return Err((index, "must not have a NUL character"));
            }
            if cell.len() + self.out.len() > LONGEST {
                return Err((index, TOO_LARGE));
            }
            // An empty line would be no record.
            let alone = cells.len() == 1 && cell.is_empty();
            self.cell(cell, alone);
        }
        self.out.push_str("\r\n");
        match self.out.len() > LONGEST {
            true => Err((cells.len().saturating_sub(1), TOO_LARGE)),
            false => Ok(()),
        }
    }

    fn cell(&mut self, cell: &str, alone: bool) {
        // All delimiters, so that a reader that guesses finds one only, and a byte order mark that belongs to the text, which
        // must not be at the file's beginning.
        let special =
            |character| matches!(character, ',' | ';' | '\t' | '"' | '\r' | '\n' | '\u{feff}');
        let quoted = alone || cell.chars().any(special);
        if quoted {
            self.out.push('"');
        }
        if formula::is_formula(cell) {
            self.out.push('\'');
        }
        for character in cell.chars() {
            if character == '"' {
                self.out.push('"');
            }
            self.out.push(character);
        }
        if quoted {
            self.out.push('"');
        }
    }
}

const TOO_LARGE: &str = "goes beyond 16 MiB";

/// What an item of a list is called.
pub fn place(list: &str, index: usize) -> String {
    [list, "[", &index.to_string(), "]"].concat()
}
