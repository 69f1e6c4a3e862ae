//! The short name of an offset from UTC.

/// `UTC`, `UTC+1`, `UTC−5`, `UTC+5:30`.
///
/// The minus is U+2212, which stands on the line of the digits and is read out as "minus". Seconds
/// are written only where an offset has some (local mean times before 1972).
pub fn offset_label(seconds: i32) -> String {
    let mut out = String::with_capacity(12);
    out.push_str("UTC");
    if seconds == 0 {
        return out;
    }
    out.push(if seconds < 0 { '\u{2212}' } else { '+' });
    let total = seconds.unsigned_abs();
    push_number(&mut out, total / 3600);
    let (minutes, rest) = (total / 60 % 60, total % 60);
    if minutes != 0 || rest != 0 {
        out.push(':');
        super::date::push_padded(&mut out, minutes, 2);
    }
    if rest != 0 {
        out.push(':');
        super::date::push_padded(&mut out, rest, 2);
    }
    out
}

fn push_number(out: &mut String, number: u32) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    super::date::push_padded(out, number % 10, 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_whole_and_broken_hours() {
        for (seconds, label) in [
            (0, "UTC"),
            (3600, "UTC+1"),
            (-18_000, "UTC\u{2212}5"),
            (19_800, "UTC+5:30"),
            (20_700, "UTC+5:45"),
            (-9_000, "UTC\u{2212}2:30"),
            (-12_600, "UTC\u{2212}3:30"),
            (50_400, "UTC+14"),
            (-1_800, "UTC\u{2212}0:30"),
            (1_172, "UTC+0:19:32"),
        ] {
            assert_eq!(offset_label(seconds), label);
        }
    }
}
