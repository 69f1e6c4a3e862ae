//! Percent-encoding of query strings and form bodies (RFC 3986 section 2).
//!
//! A space is always written `%20`: a form decoder reads it as well as `+`, a URL decoder only reads `%20`.

/// Appends `text` to `out`; everything but RFC 3986's unreserved characters becomes `%XX`.
pub fn encode_into(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(hex_digit(byte >> 4));
            out.push(hex_digit(byte & 15));
        }
    }
}

/// `text` percent-encoded, as one path segment or one parameter value.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    encode_into(&mut out, text);
    out
}

/// Appends `name=value` to a query string or form body, with `&` where something stands before it.
pub fn append(out: &mut String, name: &str, value: &str) {
    if !out.is_empty() && !out.ends_with('?') && !out.ends_with('&') {
        out.push('&');
    }
    encode_into(out, name);
    out.push('=');
    encode_into(out, value);
}

/// Reads one name or value of a query string: `+` is a space, `%XX` are UTF-8 bytes.
/// `None` where an escape is broken or the bytes are not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex_value(rest.next()?)? << 4 | hex_value(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex_digit(value: u8) -> char {
    char::from(if value < 10 {
        b'0' + value
    } else {
        b'A' + value - 10
    })
}

fn hex_value(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_is_percent_20_and_utf8_is_encoded_by_bytes() {
        assert_eq!(encode("a b+c/é~"), "a%20b%2Bc%2F%C3%A9~");
    }

    #[test]
    fn decoding_undoes_encoding_and_reads_plus_as_space() {
        assert_eq!(decode(&encode("x=1&y=ü %")).as_deref(), Some("x=1&y=ü %"));
        assert_eq!(decode("a+b").as_deref(), Some("a b"));
    }

    #[test]
    fn broken_escapes_and_bytes_that_are_not_utf8_are_refused() {
        for broken in ["%", "%4", "%zz", "%+1", "%ff", "%C3"] {
            assert_eq!(decode(broken), None, "{broken}");
        }
    }

    #[test]
    fn pairs_are_joined_with_an_ampersand() {
        let mut out = String::new();
        append(&mut out, "a", "1");
        append(&mut out, "b c", "&");
        assert_eq!(out, "a=1&b%20c=%26");
    }
}
