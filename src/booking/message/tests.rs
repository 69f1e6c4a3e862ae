//! Tests of the message and its forms.

use proptest::prelude::*;

use super::*;

const TEMPLATE: &str =
    "Would one of these suit you?\nI am glad to help.\n\n{times}\n\nOr another: {link}";

fn line(millis: i64, day: &str, time: &str, url: Option<&str>) -> Line {
    Line {
        start: Timestamp::from_millis(millis),
        day_label: day.into(),
        time_label: time.into(),
        zone_label: "New York, UTC\u{2212}5".into(),
        url: url.map(str::to_owned),
    }
}

fn three() -> Parts {
    Parts {
        event: "Tea; coffee, or\nboth".into(),
        link: Some("https://calendly.com/d/x".into()),
        lines: vec![
            line(1_796_805_000_000, "Wednesday 9 December", "9:00", None),
            line(
                1_796_720_400_000,
                "Tuesday 8 December",
                "10:00",
                Some("https://calendly.com/b?x=1&y=(2)"),
            ),
            line(
                1_796_716_800_000,
                "Tuesday 8 December",
                "9:00",
                Some("https://calendly.com/a"),
            ),
        ],
        ..Parts::default()
    }
}

#[test]
fn times_stand_under_their_day_in_order_each_with_zone_and_link() {
    let message = compose(Form::Rich, TEMPLATE, &three());
    assert_eq!(
        message.text,
        "Would one of these suit you?\nI am glad to help.\n\
         \nTuesday 8 December\n\
         - 9:00 (New York, UTC\u{2212}5): https://calendly.com/a\n\
         - 10:00 (New York, UTC\u{2212}5): https://calendly.com/b?x=1&y=(2)\n\
         \nWednesday 9 December\n\
         - 9:00 (New York, UTC\u{2212}5)\n\
         \nOr another: https://calendly.com/d/x"
    );
    assert_eq!(
        message.html.unwrap(),
        "<p>Would one of these suit you?<br>I am glad to help.</p>\
         <p><b>Tuesday 8 December</b>\
         <br><a href=\"https://calendly.com/a\">9:00</a> (New York, UTC\u{2212}5)\
         <br><a href=\"https://calendly.com/b?x=1&amp;y=(2)\">10:00</a> (New York, UTC\u{2212}5)</p>\
         <p><b>Wednesday 9 December</b><br>9:00 (New York, UTC\u{2212}5)</p>\
         <p>Or another: <a href=\"https://calendly.com/d/x\">https://calendly.com/d/x</a></p>"
    );
}

#[test]
fn markdown_has_lists_of_links_and_keeps_the_lines_of_the_text() {
    let message = compose(Form::Markdown, TEMPLATE, &three());
    assert_eq!(
        message.text,
        "Would one of these suit you?  \nI am glad to help.\n\
         \n**Tuesday 8 December**\n\
         \n- [9:00](https://calendly.com/a) (New York, UTC\u{2212}5)\n\
         - [10:00](https://calendly.com/b?x=1&y=%282%29) (New York, UTC\u{2212}5)\n\
         \n**Wednesday 9 December**\n\
         \n- 9:00 (New York, UTC\u{2212}5)\n\
         \nOr another: <https://calendly.com/d/x>"
    );
    assert_eq!(message.html, None);
    let close = compose(Form::Markdown, "{times}\nBye", &three()).text;
    assert!(close.ends_with("5)\n\nBye"), "{close}");
}

#[test]
fn slack_has_its_own_links_and_rich_text_for_its_composer() {
    let message = compose(Form::Slack, TEMPLATE, &three());
    assert_eq!(
        message.text,
        "Would one of these suit you?\nI am glad to help.\n\
         \n*Tuesday 8 December*\n\
         \u{2022} <https://calendly.com/a|9:00> (New York, UTC\u{2212}5)\n\
         \u{2022} <https://calendly.com/b?x=1&amp;y=%282%29|10:00> (New York, UTC\u{2212}5)\n\
         \n*Wednesday 9 December*\n\
         \u{2022} 9:00 (New York, UTC\u{2212}5)\n\
         \nOr another: <https://calendly.com/d/x>"
    );
    assert_eq!(message.html, compose(Form::Rich, TEMPLATE, &three()).html);
}

fn offer(name: &str) -> Offer {
    Offer {
        id: "E".into(),
        name: name.into(),
        minutes: 45,
    }
}

fn hold(offered: &dyn Fn(Timestamp) -> Offer) -> Hold<'_> {
    Hold {
        offered,
        now: Timestamp::parse("2026-12-01T08:00:00.5Z").unwrap(),
        book: "Book it",
        other: "Or another",
    }
}

#[test]
fn the_calendar_file_has_a_tentative_event_for_each_time() {
    let file = calendar(&three(), &hold(&|_| offer("Tea; coffee, or\nboth")));
    let (head, rest) = file.split_once("BEGIN:VEVENT\r\n").unwrap();
    assert_eq!(
        head,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Slotlink//Slotlink//EN\r\n"
    );
    let (first, rest) = rest.split_once("END:VEVENT\r\n").unwrap();
    assert_eq!(
        first,
        "UID:20261208T080000Z-E@slotlink\r\nDTSTAMP:20261201T080000Z\r\nDTSTART:20261208T080000Z\r\n\
         DTEND:20261208T084500Z\r\nSTATUS:TENTATIVE\r\nSUMMARY:Tea\\; coffee\\, or both\r\n\
         DESCRIPTION:Book it: https://calendly.com/a\\nOr another: https://calendly.c\r\n om/d/x\r\n\
         URL:https://calendly.com/a\r\n"
    );
    assert_eq!(rest.matches("BEGIN:VEVENT\r\n").count(), 2);
    assert!(rest.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
}

#[test]
fn of_several_event_types_each_event_of_the_file_is_that_of_its_own_time() {
    let latest = three().lines.iter().map(|line| line.start).max().unwrap();
    let file = calendar(
        &three(),
        &hold(&|at| Offer {
            id: if at == latest { "B" } else { "A" }.into(),
            name: if at == latest { "Long" } else { "Short" }.into(),
            minutes: if at == latest { 90 } else { 15 },
        }),
    );
    let events: Vec<_> = file.split("BEGIN:VEVENT").skip(1).collect();
    for (event, (id, name, end)) in events.iter().zip([
        ("A", "Short", "20261208T081500Z"),
        ("A", "Short", "20261208T091500Z"),
        ("B", "Long", "20261209T100000Z"),
    ]) {
        assert!(event.contains(&format!("-{id}@slotlink\r\n")), "{event}");
        assert!(event.contains(&format!("SUMMARY:{name}\r\n")), "{event}");
        assert!(event.contains(&format!("DTEND:{end}\r\n")), "{event}");
    }
    assert_eq!(events.len(), 3);
}

#[test]
fn nothing_that_came_from_outside_becomes_markup() {
    let hostile = "<img src=x onerror='a'>\"&";
    let mut bad = line(1, hostile, hostile, Some("javascript:alert(1)"));
    bad.zone_label = hostile.into();
    let quoted = line(2, "Day", "9:00", Some("https://calendly.com/\"onclick=\"x"));
    let parts = Parts {
        event: hostile.into(),
        link: Some("data:text/html,x".into()),
        lines: vec![bad, quoted],
        ..Parts::default()
    };
    let message = compose(Form::Rich, "{event} <b>\n{times}\n{link}", &parts);
    let html = message.html.unwrap();
    assert!(!html.contains("<img") && html.contains("&lt;b&gt;"));
    for text in [
        &html,
        &message.text,
        &calendar(&parts, &hold(&|_| offer(hostile))),
    ] {
        assert!(
            !text.contains("javascript:") && !text.contains("data:"),
            "{text}"
        );
    }
    assert!(html.contains("href=\"https://calendly.com/&quot;onclick=&quot;x\""));
}

#[test]
fn a_name_that_turns_the_direction_of_writing_turns_nothing() {
    let parts = Parts {
        event: "\u{202e}\u{5e9}\u{5d9}\u{5d7}\u{5d4}\u{2067}".into(),
        ..Parts::default()
    };
    for form in Form::ALL {
        assert_eq!(
            compose(form, "{event}!", &parts).text,
            "\u{5e9}\u{5d9}\u{5d7}\u{5d4}!"
        );
    }
}

#[test]
fn what_stands_in_no_line_that_stays_is_not_handed_out() {
    let parts = three();
    for (template, handed) in [
        ("Hello\n- {times}", true),
        ("{event}: {times} {unknown}", true),
        ("How about it, {note}?\n{times}", true),
        ("How about it?", false),
        ("{ times } {Times}", false),
        ("How about {times}, {note}?", false),
    ] {
        assert_eq!(hands_out(template, "times", &parts), handed, "{template}");
    }
}

#[test]
fn a_message_of_nothing_is_empty() {
    for form in Form::ALL {
        let message = compose(form, " \n\n{times}\n{link}", &Parts::default());
        assert_eq!(message.text, "");
        assert!(message.html.unwrap_or_default().is_empty());
    }
}

#[test]
fn every_form_is_found_by_its_name() {
    for form in Form::ALL {
        assert_eq!(Form::named(form.name()), form);
    }
    assert_eq!(Form::named("fax"), Form::Rich);
}

/// What is markup in one form or another.
const MARKUP: [&str; 16] = [
    "_a_", "*b*", "**c**", "~~d~~", "`e`", "$f$", "[g](h)", "![i](j)", "<k>", "&amp;", "1. l",
    "# m", "- n", "| o |", "{times}", "[^p]",
];

/// Names with everything that means something somewhere.
fn name() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            "[*_~`\\[\\]<>&|#+=.()!\\\\$;,:\"'{}-]{1,3}",
            "[a-z0-9 ]{1,4}",
            prop::sample::select(&MARKUP[..]).prop_map(str::to_owned),
            "[\n\r\t\u{0}\u{85}\u{2028}\u{202e}\u{2066}]",
            "[\u{5d0}-\u{5ea}\u{627}-\u{64a}\u{200f}]{1,3}",
            "[\u{1f600}-\u{1f640}]|\u{1f469}\u{200d}\u{1f4bb}|\u{1f1e9}\u{1f1ea}",
            ".",
        ],
        0..8,
    )
    .prop_map(|parts| parts.concat())
}

/// The name as one line that turns nothing.
fn flat(name: &str) -> String {
    let kept = name.chars().filter_map(markup::tame);
    kept.collect::<String>()
}

proptest! {
    #[test]
    fn html_shows_every_name_as_it_is(name in name()) {
        let mut out = String::new();
        Markup::Html.text(&mut out, &name);
        prop_assert!(!out.contains(['<', '>', '"', '\'', '\n']));
        let shown = out
            .replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'")
            .replace("&amp;", "&");
        prop_assert_eq!(shown, flat(&name));
    }

    #[test]
    fn slack_shows_every_name_as_it_is(name in name()) {
        let mut out = String::new();
        Markup::Slack.text(&mut out, &name);
        prop_assert!(!out.contains(['<', '>', '\n']));
        let chars: Vec<char> = out.chars().collect();
        for (index, c) in chars.iter().enumerate() {
            let opens = index == 0 || !chars[index - 1].is_alphanumeric();
            if "*_~`".contains(*c) && opens {
                prop_assert_eq!(chars.get(index + 1), Some(&'\u{200b}'), "{:?}", &out);
            }
        }
        let shown = out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace('\u{200b}', "");
        prop_assert_eq!(shown, flat(&name).replace('\u{200b}', ""));
    }

    #[test]
    fn markdown_shows_every_name_as_it_is(name in name(), url in "[a-z()<>|`;&*_\\[\\]\"'~$]{0,12}") {
        let label = flat(&name);
        prop_assume!(!label.trim().is_empty());
        let parts = Parts {
            event: name.clone(),
            lines: vec![Line { zone_label: "Z".into(), ..line(1, "Day", &name, Some(&["https://calendly.com/", &url].concat())) }],
            ..Parts::default()
        };
        let text = compose(Form::Markdown, "{event}\n{times}\n{event}", &parts).text;
        let (mut shown, mut links, mut items) = (Vec::new(), 0, 0);
        let mut now = String::new();
        let options = pulldown_cmark::Options::ENABLE_TABLES
            | pulldown_cmark::Options::ENABLE_STRIKETHROUGH | pulldown_cmark::Options::ENABLE_MATH
            | pulldown_cmark::Options::ENABLE_FOOTNOTES | pulldown_cmark::Options::ENABLE_TASKLISTS;
        for event in pulldown_cmark::Parser::new_ext(&text, options) {
            use pulldown_cmark::{Event, Tag, TagEnd};
            match event {
                Event::Text(text) => now.push_str(&text),
                Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => shown.push(std::mem::take(&mut now)),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    links += 1;
                    let expected = url.replace('(', "%28").replace(')', "%29").replace('<', "%3C").replace('>', "%3E")
                        .replace('|', "%7C").replace('`', "%60").replace(';', "%3B");
                    prop_assert_eq!(&*dest_url, ["https://calendly.com/", &expected].concat());
                }
                Event::Start(Tag::Item) => items += 1,
                Event::Start(Tag::Paragraph | Tag::Strong | Tag::List(None))
                | Event::End(TagEnd::Strong | TagEnd::Link | TagEnd::List(false)) => {}
                other => prop_assert!(false, "{:?} in {:?}", other, &text),
            }
        }
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: Vec<String> = shown.iter().map(|text| plain(text)).collect();
        let name = plain(&label);
        prop_assert_eq!(shown, [name.clone(), "Day".into(), plain(&[&name, " (Z)"].concat()), name], "{:?}", &text);
        prop_assert_eq!((links, items), (1, 1));
    }

    #[test]
    fn calendars_read_every_name_back_as_it_is(name in name(), note in name(), times in 1..9_usize) {
        let name = name.repeat(times);
        let file = calendar(&three(), &Hold { book: &note, ..hold(&|_| offer(&name)) });
        prop_assert!(file.ends_with("\r\n"));
        for line in file.split("\r\n") {
            prop_assert!(line.len() <= 75, "{:?}", line);
            prop_assert!(!line.contains(|c: char| c.is_control()), "{:?}", line);
        }
        let unfolded = file.replace("\r\n ", "");
        let lines: Vec<&str> = unfolded.lines().collect();
        let known = ["BEGIN:", "VERSION:", "PRODID:", "UID:", "DTSTAMP:", "DTSTART:", "DTEND:", "STATUS:", "SUMMARY:", "DESCRIPTION:", "URL:", "END:"];
        prop_assert!(lines.iter().all(|line| known.iter().any(|name| line.starts_with(name))));
        let read = |text: &str| {
            let mut out = String::new();
            let mut chars = text.chars();
            while let Some(c) = chars.next() {
                match c {
                    '\\' => out.push(match chars.next() { Some('n') => '\n', Some(c) => c, None => '?' }),
                    ';' | ',' => out.push('?'),
                    _ => out.push(c),
                }
            }
            out
        };
        let summaries: Vec<_> = lines.iter().filter_map(|line| line.strip_prefix("SUMMARY:")).map(read).collect();
        let expected = if flat(&name).is_empty() { 0 } else { 3 };
        prop_assert_eq!(summaries, vec![flat(&name); expected]);
        let about = lines.iter().find_map(|line| line.strip_prefix("DESCRIPTION:")).map(read);
        prop_assert_eq!(about.unwrap(), [&flat(&note), ": https://calendly.com/a\nOr another: https://calendly.com/d/x"].concat());
    }

    #[test]
    fn a_template_of_anything_loses_no_word_and_makes_no_markup(words in name(), event in name()) {
        let parts = Parts { event, ..three() };
        let template = [&words, "\n{event}{times}"].concat();
        for form in Form::ALL {
            let message = compose(form, &template, &parts);
            let mut html = message.html.as_deref().unwrap_or_default();
            while let Some(start) = html.find('<') {
                let end = start + html[start..].find('>').unwrap();
                let tag = &html[start..=end];
                prop_assert!(matches!(tag, "<p>" | "</p>" | "<b>" | "</b>" | "<br>" | "</a>") || tag.starts_with("<a href=\"https://"), "{}", tag);
                html = &html[end + 1..];
            }
        }
    }
}
