//! The problem: what is wrong in a file, and in which row.

use super::{LONGEST, MOST_COLUMNS, MOST_PROBLEMS};

/// One place that is not right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The line in which its row begins; 1 is the first.
    pub row: u32,
    /// The name of its column, where it is in one that has a name.
    pub column: Option<String>,
    pub kind: Kind,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    TooLarge,
    /// There is no record, so no names of columns either.
    Empty,
    TooManyColumns(usize),
    /// The column of this number (1 is the first) has no name.
    UnnamedColumn(usize),
    RepeatedColumn,
    FieldCount {
        found: usize,
        columns: usize,
    },
    UnendedQuote,
    TextAfterQuote,
    QuoteInText,
    Encoding,
    Nul,
}

impl Kind {
    /// Stable.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Empty => "empty",
            Self::TooManyColumns(_) => "too_many_columns",
            Self::UnnamedColumn(_) => "unnamed_column",
            Self::RepeatedColumn => "repeated_column",
            Self::FieldCount { .. } => "field_count",
            Self::UnendedQuote => "unended_quote",
            Self::TextAfterQuote => "text_after_quote",
            Self::QuoteInText => "quote_in_text",
            Self::Encoding => "encoding",
            Self::Nul => "nul",
        }
    }
}

impl Problem {
    /// What is wrong, without the row and the column.
    pub fn message(&self) -> String {
        let words = match &self.kind {
            Kind::TooLarge => {
                let most = (LONGEST >> 20).to_string();
                return ["the file is larger than ", &most, " MiB"].concat();
            }
            Kind::TooManyColumns(count) => {
                let (count, most) = (count.to_string(), MOST_COLUMNS.to_string());
                return [&count, " columns are more than ", &most].concat();
            }
            Kind::UnnamedColumn(number) => {
                return ["column ", &number.to_string(), " has no name"].concat();
            }
            Kind::FieldCount { found, columns } => {
                let (found, columns) = (found.to_string(), columns.to_string());
                return [
                    "the number of fields is ",
                    &found,
                    ", that of columns ",
                    &columns,
                ]
                .concat();
            }
            Kind::Empty => "there are no columns",
            Kind::RepeatedColumn => "an earlier column has the same name",
            Kind::UnendedQuote => "a quote never ends",
            Kind::TextAfterQuote => "there is text after a closing quote",
            Kind::QuoteInText => "a quote is within a field that does not begin with one",
            Kind::Encoding => "the bytes are no text in UTF-8 or, by a byte order mark, UTF-16",
            Kind::Nul => "there is a NUL character",
        };
        words.to_owned()
    }
}

/// Everything that is wrong in a file; at least one thing.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Problems {
    /// In their order, the first [`MOST_PROBLEMS`].
    pub first: Vec<Problem>,
    pub total: usize,
}

impl Problems {
    /// Of a file that is not looked into.
    pub fn too_large() -> Self {
        let mut problems = Self::default();
        problems.add(1, None, Kind::TooLarge);
        problems
    }

    pub(super) fn add(&mut self, row: u32, column: Option<&String>, kind: Kind) {
        self.total += 1;
        if self.first.len() < MOST_PROBLEMS {
            let column = column.cloned();
            self.first.push(Problem { row, column, kind });
        }
    }
}
