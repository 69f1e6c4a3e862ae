//! The body: JSON, text, a form, or parts with files (`multipart/form-data`, RFC 7578).

use crate::percent;

/// One file of a multipart body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    pub field: String,
    pub name: String,
    pub content: Vec<u8>,
}

/// `a=1&b=2`
pub fn form(fields: &[(String, String)]) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        percent::append(&mut out, name, value);
    }
    out
}

/// The body, and the boundary that stands between its parts. `random` is at least 0 and below 1.
pub fn multipart(
    fields: &[(String, String)],
    files: &[File],
    mut random: impl FnMut() -> f64,
) -> (Vec<u8>, String) {
    let contents = || {
        let texts = fields.iter().map(|(_, value)| value.as_bytes());
        texts.chain(files.iter().map(|file| file.content.as_slice()))
    };
    let mut boundary = String::from("slotlink-");
    // Longer until it stands in no part, which is at once.
    loop {
        for _ in 0..4 {
            boundary.push_str(&((random() * f64::from(u32::MAX)) as u32).to_string());
        }
        if !contents().any(|content| has(content, boundary.as_bytes())) {
            break;
        }
    }
    let mut out = Vec::new();
    let mut part = |head: &[&str], content: &[u8]| {
        for text in [
            "--",
            &boundary,
            "\r\nContent-Disposition: form-data; name=\"",
        ] {
            out.extend_from_slice(text.as_bytes());
        }
        for text in head {
            out.extend_from_slice(text.as_bytes());
        }
        out.extend_from_slice(b"\r\n\r\n");
        out.extend_from_slice(content);
        out.extend_from_slice(b"\r\n");
    };
    for (name, value) in fields {
        part(&[&quoted(name), "\""], value.as_bytes());
    }
    for file in files {
        let head = [
            &quoted(&file.field),
            "\"; filename=\"",
            &quoted(&file.name),
            "\"\r\nContent-Type: application/octet-stream",
        ];
        part(&head, &file.content);
    }
    out.extend_from_slice(["--", &boundary, "--\r\n"].concat().as_bytes());
    (out, boundary)
}

/// A name within quotes, with what would end them or the line escaped as browsers do.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn has(content: &[u8], part: &[u8]) -> bool {
    content.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn parts_stand_between_boundaries_and_files_carry_their_names() {
        let file = File {
            field: "notes".to_owned(),
            name: "a \"b\".txt".to_owned(),
            content: vec![0, 255],
        };
        let (body, boundary) = multipart(&[field("to\r\nX: 1", "Zoë")], &[file], || 0.0);
        assert_eq!(boundary, "slotlink-0000");
        let mut expected = "--slotlink-0000\r\nContent-Disposition: form-data; name=\"to%0D%0AX: 1\"\r\n\r\nZoë\r\n\
            --slotlink-0000\r\nContent-Disposition: form-data; name=\"notes\"; filename=\"a %22b%22.txt\"\r\n\
            Content-Type: application/octet-stream\r\n\r\n"
            .as_bytes()
            .to_vec();
        expected.extend_from_slice(b"\x00\xff\r\n--slotlink-0000--\r\n");
        assert_eq!(body, expected);
    }

    #[test]
    fn a_boundary_stands_in_no_part() {
        let (_, boundary) = multipart(&[field("a", "x--slotlink-0000y")], &[], || 0.0);
        assert_eq!(boundary, "slotlink-00000000");
    }

    #[test]
    fn a_form_is_percent_encoded() {
        assert_eq!(
            form(&[field("a b", "1&2"), field("a b", "")]),
            "a%20b=1%262&a%20b="
        );
    }
}
