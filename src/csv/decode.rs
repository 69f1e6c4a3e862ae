//! The text of a file's bytes.

/// A text, in which each place that was none is U+FFFD.
pub struct Decoded {
    pub text: String,
    /// Where these places begin in the text, in their order.
    pub broken: Vec<usize>,
}

/// UTF-16 where a byte order mark says so, and otherwise UTF-8. The mark is left out.
pub fn decode(bytes: &[u8]) -> Decoded {
    let units: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
    };
    let pairs = bytes.get(2..).unwrap_or_default().chunks(2);
    // Half a unit at the end is as wrong as half a pair.
    let units = pairs.map(|pair| match *pair {
        [first, second] => units([first, second]),
        _ => 0xd800,
    });
    let mut decoded = empty(bytes.len());
    for character in char::decode_utf16(units) {
        decoded.push(character.ok());
    }
    decoded
}

fn utf8(bytes: &[u8]) -> Decoded {
    let mut decoded = empty(bytes.len());
    for chunk in bytes.utf8_chunks() {
        decoded.text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            decoded.push(None);
        }
    }
    decoded
}

fn empty(capacity: usize) -> Decoded {
    Decoded {
        text: String::with_capacity(capacity),
        broken: Vec::new(),
    }
}

impl Decoded {
    fn push(&mut self, character: Option<char>) {
        if character.is_none() {
            self.broken.push(self.text.len());
        }
        self.text
            .push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
}
