//! The input: bytes that are read as the values a target needs. What is missing is zero or empty.

/// Reads from the front.
pub struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    pub fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or_default()
    }

    pub fn number(&mut self) -> i64 {
        let mut bytes = [0; 8];
        for (place, byte) in bytes.iter_mut().zip(self.take(8)) {
            *place = *byte;
        }
        i64::from_le_bytes(bytes)
    }

    /// As many bytes as the first one says.
    pub fn bytes(&mut self) -> &'a [u8] {
        let count = self.byte();
        self.take(count.into())
    }

    /// As [`Input::bytes`]; what is no text becomes marks.
    pub fn text(&mut self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }
}

/// Writes what [`Input`] reads, for seeds.
#[derive(Default)]
pub struct Output(Vec<u8>);

impl Output {
    pub fn byte(mut self, byte: u8) -> Self {
        self.0.push(byte);
        self
    }

    pub fn number(mut self, number: i64) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        let bytes = bytes.get(..255).unwrap_or(bytes);
        self.0.push(bytes.len() as u8);
        self.0.extend(bytes);
        self
    }

    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}
