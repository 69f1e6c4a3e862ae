//! The return address: where a redirect sign-in goes back to, on this origin and nowhere else (RFC 9700 section 4.11).

/// `candidate` as path, query and fragment of `origin`; `/` for everything that is, or could be read as, another
/// place. Both come from this page, but what was stored may have been changed by any script of the origin.
pub fn safe(origin: &str, candidate: &str) -> String {
    local(origin, candidate).unwrap_or_else(|| "/".to_owned())
}

fn local(origin: &str, candidate: &str) -> Option<String> {
    // Browsers drop tabs and line breaks anywhere and read `\` as `/`, so neither may get as far as them.
    if candidate
        .chars()
        .any(|c| c <= ' ' || c == '\u{7f}' || c == '\\')
    {
        return None;
    }
    let relative = if candidate.starts_with('/') {
        candidate.to_owned()
    } else {
        // An opaque origin is the text "null", which is no prefix of an address.
        let rest = candidate
            .strip_prefix(origin)
            .filter(|_| origin.contains("://"))?;
        match rest.chars().next() {
            None => "/".to_owned(),
            Some('/') => rest.to_owned(),
            Some('?' | '#') => ["/", rest].concat(),
            Some(_) => return None,
        }
    };
    let path = relative.split(['?', '#']).next()?;
    is_plain(path).then_some(relative)
}

/// No empty and no dot segments, written out or escaped: `/.//host` is `//host` once it has been resolved.
fn is_plain(path: &str) -> bool {
    let mut lower = path.to_ascii_lowercase();
    for (escape, plain) in [("%2f", "/"), ("%5c", "/"), ("%2e", ".")] {
        lower = lower.replace(escape, plain);
    }
    let inner = lower.strip_prefix('/').unwrap_or(&lower);
    let segments: Vec<&str> = inner.split('/').collect();
    let last = segments.len().saturating_sub(1);
    segments
        .iter()
        .enumerate()
        .all(|(position, segment)| match *segment {
            "" => position == last,
            "." | ".." => false,
            _ => true,
        })
}
