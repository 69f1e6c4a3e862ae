//! The QR code of a link, as ISO/IEC 18004 draws it: bytes, level M (15 % may be missing), versions 1 to 40.
//!
//! Written here because what the known crates can do beyond that weighs several times as much.

/// Modules of light around the code, without which many cameras do not find it.
const QUIET: usize = 4;

/// Codewords for correction in each block, by version.
const CORRECTION: [u8; 40] = [
    10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
];

/// Into how many blocks the codewords are split, by version.
const BLOCKS: [u8; 40] = [
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25,
    26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
];

const DARK: u8 = 1;
/// Part of a pattern that is there whatever the text is.
const FIXED: u8 = 2;

/// A square of dark and light modules.
#[derive(Clone)]
pub struct QrCode {
    size: usize,
    cells: Vec<u8>,
}

/// How the codewords of a version are laid out.
struct Layout {
    version: usize,
    total: usize,
    blocks: usize,
    correction: usize,
}

impl Layout {
    /// The smallest version that has room for so many bytes.
    fn fitting(length: usize) -> Option<Self> {
        let tables = BLOCKS.iter().zip(&CORRECTION);
        for (version, (blocks, correction)) in (1..).zip(tables) {
            let layout = Self {
                version,
                total: modules(version) / 8,
                blocks: usize::from(*blocks),
                correction: usize::from(*correction),
            };
            // Four bits say that bytes follow; their count is 8 or 16 bits long.
            if layout.count_bytes() * 8 + 4 + length * 8 <= layout.room() * 8 {
                return Some(layout);
            }
        }
        None
    }

    fn count_bytes(&self) -> usize {
        if self.version < 10 { 1 } else { 2 }
    }

    /// Codewords for the text.
    fn room(&self) -> usize {
        self.total - self.blocks * self.correction
    }

    /// The text as codewords, filled up to the room there is.
    fn codewords(&self, text: &[u8]) -> Vec<u8> {
        let count = (text.len() as u16).to_be_bytes();
        let count = count.iter().skip(2 - self.count_bytes());
        let mut out = Vec::with_capacity(self.total);
        // Everything stands half a byte further on than its own bytes.
        let mut half = 4;
        for byte in count.chain(text) {
            out.push(half << 4 | byte >> 4);
            half = byte & 15;
        }
        out.push(half << 4);
        let fill = [0xEC, 0x11].into_iter().cycle();
        out.extend(fill.take(self.room() - out.len()));
        out
    }

    /// The codewords of all blocks, each with its correction, interleaved.
    fn interleaved(&self, text: &[u8]) -> Vec<u8> {
        let codewords = self.codewords(text);
        let divisor = divisor(self.correction);
        let length = self.room() / self.blocks;
        // The last blocks are one longer.
        let short = self.blocks - self.room() % self.blocks;
        let mut rest = codewords.as_slice();
        let mut blocks = Vec::new();
        for index in 0..self.blocks {
            let length = length + usize::from(index >= short);
            let Some((block, after)) = rest.split_at_checked(length) else {
                break;
            };
            rest = after;
            blocks.push((block, remainder(block, &divisor)));
        }
        let mut out = Vec::with_capacity(self.total);
        for index in 0..=length {
            out.extend(blocks.iter().filter_map(|(block, _)| block.get(index)));
        }
        for index in 0..self.correction {
            out.extend(blocks.iter().filter_map(|(_, block)| block.get(index)));
        }
        out
    }
}

/// Modules of a version that no pattern takes.
fn modules(version: usize) -> usize {
    let mut modules = (16 * version + 128) * version + 64;
    if version >= 2 {
        let count = version / 7 + 2;
        modules -= (25 * count - 10) * count - 55;
        if version >= 7 {
            modules -= 36;
        }
    }
    modules
}

/// The product in the field of 256 elements.
fn product(one: u8, other: u8) -> u8 {
    (0..8).rev().fold(0, |sum: u8, bit| {
        (sum << 1) ^ ((sum >> 7) * 0x1D) ^ (((other >> bit) & 1) * one)
    })
}

/// The polynomial with the roots 1, 2, 4, … of this degree, without its first coefficient.
fn divisor(degree: usize) -> Vec<u8> {
    let mut out = vec![0; degree];
    if let Some(last) = out.last_mut() {
        *last = 1;
    }
    let mut root = 1;
    for _ in 0..degree {
        let mut next = out.iter().skip(1).copied().collect::<Vec<u8>>().into_iter();
        for coefficient in &mut out {
            *coefficient = product(*coefficient, root) ^ next.next().unwrap_or(0);
        }
        root = product(root, 2);
    }
    out
}

fn remainder(block: &[u8], divisor: &[u8]) -> Vec<u8> {
    let mut out = vec![0; divisor.len()];
    for byte in block {
        out.push(0);
        let factor = byte ^ out.remove(0);
        for (place, coefficient) in out.iter_mut().zip(divisor) {
            *place ^= product(*coefficient, factor);
        }
    }
    out
}

/// The bits of `data` and of its remainder by `divisor`, which has `length` bits.
fn checked(data: u32, divisor: u32, length: u32) -> u32 {
    let remainder = (0..length).fold(data, |rest, _| {
        (rest << 1) ^ ((rest >> (length - 1)) * divisor)
    });
    data << length | remainder
}

impl QrCode {
    /// The code of `text`; nothing where it is too long for one.
    pub fn of(text: &str) -> Option<Self> {
        let layout = Layout::fitting(text.len())?;
        let size = layout.version * 4 + 17;
        let mut code = Self {
            size,
            cells: vec![0; size * size],
        };
        code.draw_patterns(layout.version);
        code.draw_format(0);
        code.draw_codewords(&layout.interleaved(text.as_bytes()));
        let mut best = code.masked(0);
        let mut least = best.penalty();
        for mask in 1..8 {
            let other = code.masked(mask);
            let penalty = other.penalty();
            if penalty < least {
                (best, least) = (other, penalty);
            }
        }
        Some(best)
    }

    fn cell(&self, x: usize, y: usize) -> u8 {
        self.cells.get(y * self.size + x).copied().unwrap_or(0)
    }

    fn is_dark(&self, x: usize, y: usize) -> bool {
        self.cell(x, y) & DARK != 0
    }

    /// Fixes a module; what lies beside the square is left alone.
    fn fix(&mut self, x: usize, y: usize, dark: bool) {
        if x < self.size
            && let Some(cell) = self.cells.get_mut(y * self.size + x)
        {
            *cell = FIXED | u8::from(dark);
        }
    }

    /// Squares around a middle: the rings at these distances are light. All of it is one to the right and one down of
    /// where it would be, so that what lies beside the square has a number.
    fn draw_rings(&mut self, x: usize, y: usize, radius: usize, light: &[usize]) {
        for down in 0..=2 * radius {
            for right in 0..=2 * radius {
                let distance = right.abs_diff(radius).max(down.abs_diff(radius));
                let (x, y) = (x + right, y + down);
                if x >= radius && y >= radius {
                    self.fix(x - radius, y - radius, !light.contains(&distance));
                }
            }
        }
    }

    fn draw_patterns(&mut self, version: usize) {
        let last = self.size - 1;
        for at in 0..self.size {
            self.fix(6, at, at % 2 == 0);
            self.fix(at, 6, at % 2 == 0);
        }
        for (x, y) in [(3, 3), (last - 3, 3), (3, last - 3)] {
            self.draw_rings(x, y, 4, &[2, 4]);
        }
        if version >= 2 {
            let count = version / 7 + 2;
            let step = (version * 8 + count * 3 + 5) / (count * 4 - 4) * 2;
            let mut middles: Vec<usize> = (0..count - 1)
                .map(|index| last - 6 - index * step)
                .collect();
            middles.push(6);
            for x in &middles {
                for y in &middles {
                    // Three corners have a larger one already.
                    let corner =
                        (*x == 6 && (*y == 6 || *y == last - 6)) || (*x == last - 6 && *y == 6);
                    if !corner {
                        self.draw_rings(*x, *y, 2, &[1]);
                    }
                }
            }
        }
        if version >= 7 {
            let bits = checked(version as u32, 0x1F25, 12);
            for index in 0..18 {
                let dark = bits >> index & 1 != 0;
                let (far, near) = (last - 10 + index % 3, index / 3);
                self.fix(far, near, dark);
                self.fix(near, far, dark);
            }
        }
    }

    /// Writes down, twice, the level and which mask was taken.
    fn draw_format(&mut self, mask: u32) {
        let bits = checked(mask, 0x537, 10) ^ 0x5412;
        let last = self.size - 1;
        for index in 0..15 {
            let dark = bits >> index & 1 != 0;
            match index {
                0..6 => self.fix(8, index, dark),
                6..8 => self.fix(8, index + 1, dark),
                8 => self.fix(7, 8, dark),
                _ => self.fix(14 - index, 8, dark),
            }
            if index < 8 {
                self.fix(last - index, 8, dark);
            } else {
                self.fix(8, last - 14 + index, dark);
            }
        }
        self.fix(8, last - 7, true);
    }

    /// In pairs of columns from the right, up and down in turns.
    fn draw_codewords(&mut self, codewords: &[u8]) {
        let mut bits = codewords
            .iter()
            .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
        let size = self.size;
        let mut up = true;
        for pair in (0..size / 2).rev() {
            // The pattern in column 6 belongs to no pair.
            let right = pair * 2 + if pair < 3 { 1 } else { 2 };
            for step in 0..size {
                let y = if up { size - 1 - step } else { step };
                for x in [right, right - 1] {
                    if self.cell(x, y) & FIXED == 0
                        && let Some(cell) = self.cells.get_mut(y * size + x)
                    {
                        *cell = bits.next().unwrap_or(0);
                    }
                }
            }
            up = !up;
        }
    }

    fn masked(&self, mask: u32) -> Self {
        let mut out = self.clone();
        for (index, cell) in out.cells.iter_mut().enumerate() {
            let (x, y) = (index % self.size, index / self.size);
            let turned = match mask {
                0 => (x + y) % 2,
                1 => y % 2,
                2 => x % 3,
                3 => (x + y) % 3,
                4 => (x / 3 + y / 2) % 2,
                5 => x * y % 2 + x * y % 3,
                6 => (x * y % 2 + x * y % 3) % 2,
                _ => ((x + y) % 2 + x * y % 3) % 2,
            } == 0;
            if turned && *cell & FIXED == 0 {
                *cell ^= DARK;
            }
        }
        out.draw_format(mask);
        out
    }

    /// How hard it is to read: long runs, blocks, what looks like a corner, and too much of one colour.
    fn penalty(&self) -> usize {
        let size = self.size;
        let mut sum = 0;
        let mut dark = 0;
        for one in 0..size {
            for across in [false, true] {
                let (mut run, mut before, mut window) = (0, false, 0_u32);
                for other in 0..size {
                    let now = if across {
                        self.is_dark(other, one)
                    } else {
                        self.is_dark(one, other)
                    };
                    run = if now == before { run + 1 } else { 1 };
                    before = now;
                    sum += match run {
                        5 => 3,
                        6.. => 1,
                        _ => 0,
                    };
                    window = (window << 1 | u32::from(now)) & 0x7FF;
                    if other >= 10 && matches!(window, 0b101_1101_0000 | 0b000_0101_1101) {
                        sum += 40;
                    }
                    if across {
                        dark += usize::from(now);
                        let square = [(other + 1, one), (other, one + 1), (other + 1, one + 1)];
                        let alike = |(x, y): (usize, usize)| {
                            x < size && y < size && self.is_dark(x, y) == now
                        };
                        if square.into_iter().all(alike) {
                            sum += 3;
                        }
                    }
                }
            }
        }
        sum + (dark * 20).abs_diff(size * size * 10) / (size * size) * 10
    }

    /// Modules from side to side, with the light around them.
    pub fn side(&self) -> usize {
        self.size + 2 * QUIET
    }

    /// The dark modules as the `d` of an SVG path.
    pub fn path(&self) -> String {
        let mut out = String::new();
        for y in 0..self.size {
            let mut x = 0;
            while x < self.size {
                let run = (x..self.size).take_while(|x| self.is_dark(*x, y)).count();
                if run > 0 {
                    let parts = [
                        ("M", x + QUIET),
                        (" ", y + QUIET),
                        ("h", run),
                        ("v1h-", run),
                    ];
                    for (letter, number) in parts {
                        out.push_str(&format!("{letter}{number}"));
                    }
                    out.push('z');
                }
                x += run + 1;
            }
        }
        out
    }

    /// A drawing that stands alone.
    pub fn svg(&self) -> String {
        let side = format!("{}", self.side());
        [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ",
            &side,
            " ",
            &side,
            "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h",
            &side,
            "v",
            &side,
            "H0z\"/><path d=\"",
            &self.path(),
            "\"/></svg>\n",
        ]
        .concat()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The mask that a code says it has.
    fn mask(code: &QrCode) -> u32 {
        let read = [
            (8, 0),
            (8, 1),
            (8, 2),
            (8, 3),
            (8, 4),
            (8, 5),
            (8, 7),
            (8, 8),
            (7, 8),
        ];
        let far = (9..15).map(|index| (14 - index, 8));
        let bits = read.into_iter().chain(far).enumerate();
        let bits = bits.fold(0, |bits, (index, (x, y))| {
            bits | u32::from(code.is_dark(x, y)) << index
        });
        (bits ^ 0x5412) >> 10
    }

    fn is_what_the_reference_draws(text: &str) {
        use qrcodegen::{Mask, QrCodeEcc, QrSegment, Version};
        let code = QrCode::of(text).unwrap();
        let version = Version::new(((code.size - 17) / 4) as u8);
        let reference = qrcodegen::QrCode::encode_segments_advanced(
            &[QrSegment::make_bytes(text.as_bytes())],
            QrCodeEcc::Medium,
            Version::MIN,
            Version::MAX,
            Some(Mask::new(mask(&code) as u8)),
            false,
        )
        .unwrap();
        assert_eq!(version, reference.version());
        for y in 0..code.size {
            for x in 0..code.size {
                let theirs = reference.get_module(x as i32, y as i32);
                assert_eq!(code.is_dark(x, y), theirs, "{x}, {y} of {text:?}");
            }
        }
    }

    #[test]
    fn every_version_is_drawn_as_the_reference_draws_it() {
        for (version, (blocks, correction)) in (1..).zip(BLOCKS.iter().zip(&CORRECTION)) {
            let room = modules(version) / 8 - usize::from(*blocks) * usize::from(*correction);
            // As many bytes as it has room for beside their number, the half byte before and the one after.
            let most = room - if version < 10 { 2 } else { 3 };
            let letters = "https://calendly.com/d/".chars().cycle();
            let text: String = letters.take(most).collect();
            assert_eq!(QrCode::of(&text).unwrap().size, version * 4 + 17);
            is_what_the_reference_draws(&text);
        }
        assert!(QrCode::of(&"x".repeat(2332)).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn any_text_is_drawn_as_the_reference_draws_it(text in ".{0,60}") {
            is_what_the_reference_draws(&text);
        }
    }

    #[test]
    fn the_mask_is_not_one_that_leaves_the_code_hard_to_read() {
        for text in [
            "https://calendly.com/d/abc-def/30min",
            "aaaaaaaaaaaaaaaaaaaa",
        ] {
            let code = QrCode::of(text).unwrap();
            let taken = code.penalty();
            // Masking is its own inverse.
            let plain = code.masked(mask(&code));
            assert!((0..8).all(|mask| plain.masked(mask).penalty() >= taken));
        }
    }

    #[test]
    fn the_drawing_has_every_dark_module_and_light_around_it() {
        let code = QrCode::of("https://calendly.com/d/x").unwrap();
        let drawn = code.path();
        let mut dark = 0;
        for part in drawn.split('M').skip(1) {
            let (at, rest) = part.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let run: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            assert!((x - QUIET..x - QUIET + run).all(|x| code.is_dark(x, y - QUIET)));
            dark += run;
        }
        assert_eq!(
            dark,
            code.cells.iter().filter(|cell| **cell & DARK != 0).count()
        );
        assert!(code.svg().contains(&drawn) && code.side() == code.size + 8);
    }
}
