//! The formula: a cell that a spreadsheet would execute, made a text by an apostrophe, and the apostrophe taken off again.
//!
//! OWASP, "CSV Injection", names the characters. Blanks before one of them count as nothing here, because programs that
//! trim cells when they import them (JavaScript's `trim` takes byte order marks, too) then find the formula; so do
//! apostrophes, because otherwise a cell that begins with one could not be told from a cell that was given one.

/// Whether a spreadsheet may take the cell for a formula, whether as it is or once its blanks or apostrophes are gone.
pub fn is_formula(cell: &str) -> bool {
    for character in cell.chars() {
        match character {
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠' => {
                return true;
            }
            '\'' | '\u{feff}' => {}
            _ if character.is_whitespace() => {}
            _ => return false,
        }
    }
    false
}

/// The cell as it was before it was written.
pub fn bare(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'');
    rest.filter(|rest| is_formula(rest)).unwrap_or(cell)
}
