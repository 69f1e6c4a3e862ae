//! How times are laid out, the second zone, and what there is to know about both zones.

use std::rc::Rc;

use crate::booking::second_zone::{NIGHT_FROM, NIGHT_TO};
use crate::booking::{Layout, zone_city};
use crate::browser::intl::Shape;
use crate::state::App;
use crate::state::app::Panel;
use crate::time::{Timestamp, offset_label};
use crate::ui::dom::{El, div, paragraph, span};
use crate::ui::header::{offset_between, offset_now};
use crate::ui::kit::{CROSS, PLUS, focus_soon, icon, icon_button, opener, switch};
use crate::ui::text;

/// The bar above the times.
pub fn bar(app: App) -> El {
    let layouts =
        Layout::ALL.map(|layout| (layout.name().to_owned(), text::layout(layout).to_owned()));
    let views = switch(
        "view",
        text::VIEW,
        &layouts,
        Rc::new(move || app.layout.get().name().to_owned()),
        Box::new(move |name| app.choose_layout(Layout::named(&name).unwrap_or(Layout::Month))),
    );
    div("bar-place")
        .child(div("views").child(views).child(second_zone(app)))
        .child(
            div("zone-notes")
                .maybe(move || legend(app))
                .region(move || clock_changes(app)),
        )
}

fn second_zone(app: App) -> El {
    let name = move || {
        app.second_zone
            .get()
            .map(|zone| [&zone_city(&zone), " · ", &offset_now(app, &zone)].concat())
    };
    let remove = move || {
        let city = zone_city(&app.second_zone.get()?);
        Some(icon_button(
            "icon",
            CROSS,
            &text::remove_zone(&city),
            move || {
                app.choose_second_zone(None);
                focus_soon(app, "open-second-zone");
            },
        ))
    };
    let add = opener(
        app,
        "open-second-zone",
        "quiet second-zone",
        Panel::SecondZone,
    )
    .maybe(move || app.second_zone.with(Option::is_none).then(|| icon(PLUS)))
    .maybe(move || {
        let there = app.second_zone.with(Option::is_some);
        there.then(|| span("hidden", &[text::SECOND_ZONE, ": "].concat()))
    })
    .child(span("", "").live_text(move || name().unwrap_or_else(|| text::ADD_SECOND_ZONE.into())));
    div("second").child(add).maybe(remove)
}

/// What the second time of each slot is.
fn legend(app: App) -> Option<El> {
    let beside = app.beside.get()?;
    let style = app.style.get();
    let hour = |minute: u16| {
        style.say(
            Shape::Time,
            "UTC",
            Timestamp::from_millis(i64::from(minute) * 60_000),
        )
    };
    let shown = app.shown();
    let offset = offset_between(&beside.zone, shown.start, shown.end.plus_millis(-1));
    let words = text::legend(
        &zone_city(&beside.zone),
        &offset,
        &hour(NIGHT_FROM),
        &hour(NIGHT_TO),
    );
    Some(paragraph("faint", &words).id("second-zone-legend"))
}

/// In which of the two zones clocks change between now and the shown times.
fn clock_changes(app: App) -> Vec<El> {
    let mut notes = Vec::new();
    notes.extend(clock_change(app, &app.zone.get()));
    if let Some(beside) = app.beside.get() {
        notes.extend(clock_change(app, &beside.zone));
    }
    notes
}

fn clock_change(app: App, zone: &str) -> Option<El> {
    let (change, day) = app.clock_change(zone)?;
    let words = text::clock_change(
        &zone_city(zone),
        (change.after - change.before) / 60,
        &app.style.get().say_date(Shape::Day, day),
        &offset_label(change.after),
    );
    Some(paragraph("clock-change", &words))
}
