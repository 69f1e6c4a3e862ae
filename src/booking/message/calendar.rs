//! The calendar file: one tentative event for each time, as RFC 5545 wants it.

use super::markup::tame;
use super::{Parts, is_link, sorted};
use crate::time::Timestamp;

/// What is offered at a time.
pub struct Offer {
    /// What tells the event type from others: with the start it names an event, so that a second import of the same
    /// time changes what is there instead of doubling it.
    pub id: String,
    pub name: String,
    pub minutes: u32,
}

/// What a calendar has to know beside the message.
pub struct Hold<'a> {
    /// Of several event types not all times are offered by the same.
    pub offered: &'a dyn Fn(Timestamp) -> Offer,
    /// When the file is written.
    pub now: Timestamp,
    /// Words before the link to a time, and before the single-use link.
    pub book: &'a str,
    pub other: &'a str,
}

/// Writes the file.
pub fn calendar(parts: &Parts, hold: &Hold) -> String {
    let mut out = String::new();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Slotlink//Slotlink//EN",
    ] {
        push_line(&mut out, line);
    }
    let link = parts.link.as_deref().filter(is_link);
    for line in sorted(&parts.lines) {
        let url = line.url.as_deref().filter(is_link);
        let start = utc(line.start);
        let offer = (hold.offered)(line.start);
        let end = utc(line.start.plus_millis(i64::from(offer.minutes) * 60_000));
        let mut about = String::new();
        for (label, url) in [(hold.book, url), (hold.other, link)] {
            if let Some(url) = url {
                let gap = if about.is_empty() { "" } else { "\\n" };
                about = [&about, gap, &text(label), ": ", &text(url)].concat();
            }
        }
        let fields: [(&str, &str); 9] = [
            ("BEGIN", "VEVENT"),
            ("UID", &[&start, "-", &offer.id, "@slotlink"].concat()),
            ("DTSTAMP", &utc(hold.now)),
            ("DTSTART", &start),
            ("DTEND", &end),
            ("STATUS", "TENTATIVE"),
            ("SUMMARY", &text(&offer.name)),
            ("DESCRIPTION", &about),
            ("URL", url.unwrap_or_default()),
        ];
        for (name, value) in fields {
            if !value.is_empty() {
                push_line(&mut out, &[name, ":", value].concat());
            }
        }
        push_line(&mut out, "END:VEVENT");
    }
    push_line(&mut out, "END:VCALENDAR");
    out
}

/// `20261208T080000Z`
fn utc(at: Timestamp) -> String {
    let mut out: String = at
        .to_rfc3339()
        .chars()
        .take_while(|c| *c != '.')
        .filter(|c| !matches!(c, '-' | ':'))
        .collect();
    out.push('Z');
    out
}

/// A value of the type TEXT (section 3.3.11).
fn text(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars().filter_map(tame) {
        if matches!(c, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line of at most 75 octets, which goes on after a line end and a space (section 3.1). No character is torn apart.
fn push_line(out: &mut String, line: &str) {
    let mut room = 75;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}
