//! The filter of event types: closed it says how many it keeps back, open it has the choices.

use super::dom::{El, button, div, el, set, span};
use super::kit::{check, disclosure, focus_soon, is_open, labelled, select};
use super::text;
use crate::booking::{TypeFilter, TypeOrder};
use crate::state::app::Load;
use crate::state::{App, Signal, derived};

/// The disclosure beside the list of event types.
pub fn view(app: App) -> El {
    let open = Signal::new(false);
    let closed = disclosure("filter", "")
        .on("toggle", move |event| {
            open.set(is_open(&event));
            if is_open(&event) {
                app.ask_organization();
            }
        })
        .maybe(move || open.get().then(|| fields(app)));
    if let Some(summary) = closed.node().first_element_child() {
        set(&summary, "id", Some("filter"));
        let words = span("", "")
            .child(span("strong", text::FILTER))
            .child(
                span("", "").live_text(move || match app.type_count.get().1 {
                    0 => String::new(),
                    hidden => [" · ", &text::hidden(hidden)].concat(),
                }),
            );
        let _ = summary.append_child(words.node());
    }
    closed
}

fn fields(app: App) -> El {
    let change = move |change: fn(&mut TypeFilter, bool)| {
        move |ticked: bool| {
            let mut filter = app.type_filter.get_untracked();
            change(&mut filter, ticked);
            app.filter_types(filter);
        }
    };
    let inactive = check(
        text::INACTIVE_TOO,
        move || app.type_filter.with(|filter| filter.inactive),
        change(|filter, ticked| filter.inactive = ticked),
    );
    let managed = check(
        text::MANAGED_ONLY,
        move || app.type_filter.with(|filter| filter.managed),
        change(|filter, ticked| filter.managed = ticked),
    );
    let organization = derived(move || app.type_filter.with(|filter| filter.organization));
    let sees = derived(move || app.sees_organization.get() == Some(true) || organization.get());
    let is_default = derived(move || {
        app.type_filter
            .with(|filter| *filter == TypeFilter::default())
    });
    let reset = move || {
        button("quiet", text::RESET_FILTER, move || {
            app.filter_types(TypeFilter::default());
            focus_soon(app, "filter");
        })
    };
    div("filter-body")
        .child(
            div("filter-fields")
                .maybe(move || sees.get().then(|| whose(app)))
                .child(order(app))
                .maybe(move || (!organization.get()).then(|| schedule(app))),
        )
        .child(
            div("filter-checks")
                .child(inactive)
                .child(managed)
                .maybe(move || (!is_default.get()).then(reset)),
        )
}

fn whose(app: App) -> El {
    let choices = [("mine", text::MINE), ("organization", text::ORGANIZATION)];
    let choices = choices.map(|(value, name)| (value.to_owned(), name.to_owned()));
    let chosen = move || {
        let organization = app.type_filter.with(|filter| filter.organization);
        if organization { "organization" } else { "mine" }.to_owned()
    };
    let choose = move |value: String| {
        app.filter_types(TypeFilter {
            organization: value == "organization",
            ..app.type_filter.get_untracked()
        });
    };
    labelled(
        text::WHOSE,
        select(&choices, Box::new(chosen), Box::new(choose)),
    )
}

fn order(app: App) -> El {
    let choices =
        TypeOrder::ALL.map(|order| (order.name().to_owned(), text::order(order).to_owned()));
    let chosen = move || {
        app.type_filter
            .with(|filter| filter.order.name().to_owned())
    };
    let choose = move |value: String| {
        app.filter_types(TypeFilter {
            order: TypeOrder::named(&value),
            ..app.type_filter.get_untracked()
        });
    };
    labelled(
        text::ORDER,
        select(&choices, Box::new(chosen), Box::new(choose)),
    )
}

/// The schedules are asked for only where somebody filters by them: that may need a permission more.
fn schedule(app: App) -> El {
    div("").maybe(move || {
        let schedules = app.schedules.get();
        Some(match schedules {
            Load::Ready(list) => {
                let mut choices = vec![(String::new(), text::ANY_SCHEDULE.to_owned())];
                choices.extend(
                    list.iter()
                        .map(|one| (one.uri.as_str().to_owned(), one.name.clone())),
                );
                let chosen = move || {
                    app.type_filter
                        .with(|filter| filter.schedule.clone().unwrap_or_default())
                };
                let choose = move |uri: String| {
                    app.filter_types(TypeFilter {
                        schedule: Some(uri).filter(|uri| !uri.is_empty()),
                        ..app.type_filter.get_untracked()
                    });
                };
                let field = select(&choices, Box::new(chosen), Box::new(choose)).id("by-schedule");
                labelled(text::SCHEDULE, field)
            }
            Load::Loading => el("p")
                .class("faint")
                .attr("role", "status")
                .text(text::LOADING_SCHEDULES),
            _ => button("quiet", text::BY_SCHEDULE, move || {
                app.ask_schedules();
                focus_soon(app, "filter");
            })
            .id("by-schedule"),
        })
    })
}
