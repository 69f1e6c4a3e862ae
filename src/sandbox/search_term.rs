//! The search term of the activity log: words with `|` (or), `+` (and), `-` (not), `*` (rest of a word), `"…"`
//! (phrase) and `(…)` (group). Words side by side must all be there. Capitals do not matter.

/// A term that was read. Nothing is wrong with any text: an open phrase or group ends with the text.
pub enum Term {
    /// In the text as whole words, one after the other.
    Words(Vec<String>),
    /// A word that begins like that.
    Start(String),
    Not(Box<Term>),
    All(Vec<Term>),
    Any(Vec<Term>),
}

impl Term {
    /// The empty text matches everything.
    pub fn parse(text: &str) -> Self {
        any(&mut text.chars().peekable(), 0)
    }

    pub fn matches(&self, text: &str) -> bool {
        self.fits(&words(text))
    }

    fn fits(&self, text: &[String]) -> bool {
        match self {
            Self::Words(wanted) => {
                wanted.is_empty() || text.windows(wanted.len()).any(|window| window == wanted)
            }
            Self::Start(start) => text.iter().any(|word| word.starts_with(start)),
            Self::Not(term) => !term.fits(text),
            Self::All(terms) => terms.iter().all(|term| term.fits(text)),
            Self::Any(terms) => terms.iter().any(|term| term.fits(text)),
        }
    }
}

/// Letters and digits that stand together, in lower case.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

type Letters<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Groups within groups are read to this depth and no deeper, so that no text exhausts the stack.
const DEPTH: usize = 20;

fn any(letters: &mut Letters, depth: usize) -> Term {
    let mut choices = vec![all(letters, depth)];
    while letters.next_if_eq(&'|').is_some() {
        choices.push(all(letters, depth));
    }
    Term::Any(choices)
}

fn all(letters: &mut Letters, depth: usize) -> Term {
    let mut terms = Vec::new();
    while let Some(letter) = letters.peek().copied() {
        match letter {
            '|' => break,
            ')' if depth > 0 => break,
            ')' | '+' => {
                letters.next();
            }
            letter if letter.is_whitespace() => {
                letters.next();
            }
            _ => terms.push(one(letters, depth)),
        }
    }
    Term::All(terms)
}

fn one(letters: &mut Letters, depth: usize) -> Term {
    let mut negated = false;
    while letters.next_if_eq(&'-').is_some() {
        negated = !negated;
    }
    let term = if letters.next_if_eq(&'"').is_some() {
        let phrase: String = letters
            .by_ref()
            .take_while(|letter| *letter != '"')
            .collect();
        Term::Words(words(&phrase))
    } else if depth < DEPTH && letters.next_if_eq(&'(').is_some() {
        let inner = any(letters, depth + 1);
        letters.next_if_eq(&')');
        inner
    } else {
        word(letters)
    };
    if negated {
        Term::Not(Box::new(term))
    } else {
        term
    }
}

fn word(letters: &mut Letters) -> Term {
    let mut word = String::new();
    // The first letter is always taken, so that reading goes on.
    while let Some(letter) = letters.next() {
        if letter == '*' {
            return Term::Start(word.to_lowercase());
        }
        word.push(letter);
        let ends = |next: &char| next.is_whitespace() || "|+()\"".contains(*next);
        if letters.peek().is_none_or(ends) {
            break;
        }
    }
    Term::Words(words(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "User.Add by Ingrid Solheim, compliance team";

    #[test]
    fn every_operator_means_what_it_says() {
        for (term, found) in [
            ("", true),
            ("INGRID", true),
            ("ingr", false),
            ("ingr*", true),
            ("ingrid kofi", false),
            ("ingrid + solheim", true),
            ("kofi | solheim", true),
            ("\"ingrid solheim\"", true),
            ("\"solheim ingrid\"", false),
            ("ingrid -compliance", false),
            ("ingrid -billing", true),
            ("(kofi | ingrid) add", true),
            ("(kofi | anna) add", false),
            ("-(kofi | anna)", true),
        ] {
            assert_eq!(Term::parse(term).matches(TEXT), found, "{term}");
        }
    }

    #[test]
    fn no_text_is_too_odd_to_read() {
        for term in [
            "\"open",
            "((a",
            "a))b",
            "-",
            "|",
            "|||",
            "*",
            "+-",
            &"(".repeat(300),
        ] {
            let _ = Term::parse(term).matches(TEXT);
        }
        assert!(Term::parse("a))ingrid | ingrid").matches(TEXT));
    }
}
