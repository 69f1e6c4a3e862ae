//! CSV (RFC 4180), strictly: what is no CSV is refused with the rows in which it is none, never guessed at.
//!
//! A **row** is told by the number of the line of the file in which it begins, as an editor shows it: the first line is 1, and
//! the line ends within quotes and the empty lines that are skipped count too.

mod decode;
mod formula;
mod problem;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use formula::is_formula;
pub use problem::{Kind, Problem, Problems};
pub use read::{Record, Table, read_bytes, read_text, too_large};
pub use write::{Unwritable, Writer, place};

/// How many bytes a file may have, counted in UTF-8.
pub const LONGEST: usize = 16 << 20;
pub const MOST_COLUMNS: usize = 256;
/// How many problems of a file are told one by one; all are counted.
pub const MOST_PROBLEMS: usize = 100;

/// What stands between two cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
}

impl Delimiter {
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }

    /// The delimiter of this name, which is the character itself.
    pub fn named(name: &str) -> Option<Self> {
        let is = |delimiter: &Self| name.as_bytes() == [delimiter.byte()];
        Self::ALL.into_iter().find(is)
    }
}
