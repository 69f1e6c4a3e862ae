//! Texts that come from people and servers: links, messages, zone names. None may hurt.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

use proptest::prelude::*;
use slotlink::booking::links::{Extras, allowed_link, decorate};
use slotlink::booking::message::{Form, Line, Parts, compose};
use slotlink::booking::zones::{Normalised, ZoneEntry, normalise, search};
use slotlink::time::Timestamp;

/// What a server makes of a query: names and values, decoded.
fn decoded(url: &str) -> Vec<(String, String)> {
    let address = url.split('#').next().unwrap();
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let decode = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'%' => {
                    let hex = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
                }
                _ => byte,
            });
        }
        String::from_utf8(bytes).unwrap()
    };
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

proptest! {
    #[test]
    fn extras_arrive_as_they_were_typed(
        name in ".*", email in ".*", source in ".*",
        query in "(\\?([a-d]=[a-z0-9]{0,3}&?){0,3})?",
        fragment in "(#[a-z?&=]{0,5})?",
    ) {
        let url = ["https://calendly.com/d/x", &query, &fragment].concat();
        let extras = Extras {
            name: name.clone(),
            email: email.clone(),
            utm_source: source.clone(),
            ..Extras::default()
        };
        let out = decorate(&url, &extras);
        let mut expected = decoded(&url);
        for (key, value) in [("name", &name), ("email", &email), ("utm_source", &source)] {
            if !value.trim().is_empty() {
                expected.push((key.to_owned(), value.trim().to_owned()));
            }
        }
        prop_assert_eq!(decoded(&out), expected);
        prop_assert!(out.ends_with(&fragment));
        prop_assert!(allowed_link(&out, false));
        prop_assert_eq!(decorate(&out, &extras), out);
    }

    #[test]
    fn a_link_is_refused_or_plainly_secure(url in "[\\t\\n hHtTpPsS:/\\\\@a-c.?#\\[\\]\u{0}-\u{20}\u{a0}\u{202e}%1]{0,24}") {
        if allowed_link(&url, false) {
            let rest = &url.to_ascii_lowercase()[..8];
            prop_assert_eq!(rest, "https://");
            prop_assert!(!url.contains(['\\', '\t', '\n', ' ']));
            let authority = url[8..].split(['/', '?', '#']).next().unwrap();
            prop_assert!(!authority.is_empty() && !authority.contains('@'));
            prop_assert!(allowed_link(&url, true));
        }
    }

    #[test]
    fn a_message_has_only_the_markup_that_we_wrote(
        template in ".*", event in ".*", day in ".*", time in ".*", zone in ".*", url in ".*",
    ) {
        let parts = Parts {
            event,
            zone: zone.clone(),
            link: Some("https://calendly.com/d/x".into()),
            lines: vec![Line {
                start: Timestamp::from_millis(0),
                day_label: day,
                time_label: time,
                zone_label: zone,
                url: Some(["https://calendly.com/", &url].concat()),
            }],
            ..Parts::default()
        };
        let message = compose(Form::Rich, &[&template, "{times}{event}\n{link}"].concat(), &parts);
        let html = message.html.unwrap();
        let mut html = html.as_str();
        while let Some(start) = html.find('<') {
            let end = start + html[start..].find('>').unwrap();
            let tag = &html[start..=end];
            let ours = matches!(tag, "<p>" | "</p>" | "<b>" | "</b>" | "<br>" | "</a>");
            let link = tag.starts_with("<a href=\"https://calendly.com/") && tag.matches('"').count() == 2;
            prop_assert!(ours || link, "{}", tag);
            html = &html[end + 1..];
        }
        prop_assert!(message.text.ends_with("https://calendly.com/d/x"));
    }

    #[test]
    fn any_zone_name_is_known_repaired_or_unknown(raw in ".*", known in prop::collection::vec("[A-Z][a-z]{2}/[A-Z][a-z]{2}", 0..4)) {
        match normalise(&raw, &known, |id| id == "UTC") {
            Normalised::Known(id) => prop_assert_eq!(id, raw),
            Normalised::Repaired { from, to } => {
                prop_assert_eq!(from, raw);
                prop_assert!(known.contains(&to) || to == "UTC");
            }
            Normalised::Unknown(name) => prop_assert!(raw.contains(&name)),
        }
    }

    #[test]
    fn any_search_finds_each_zone_once_at_most(query in ".*") {
        let zones = ["UTC", "Europe/Berlin", "Asia/Calcutta", "America/New_York"]
            .map(|id| ZoneEntry::new(id, 0));
        let mut found = search(&query, &zones);
        let count = found.len();
        found.sort_unstable();
        found.dedup();
        prop_assert_eq!(found.len(), count);
        prop_assert!(found.iter().all(|index| *index < zones.len()));
    }
}
