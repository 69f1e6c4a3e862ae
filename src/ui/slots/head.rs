//! Which days are shown, and the ways to the next and the previous ones.

use leptos::prelude::untrack;

use crate::booking::Layout;
use crate::state::App;
use crate::ui::dom::{El, button, div};
use crate::ui::kit::{BACK, FORWARD, heading, icon_button, in_locale};
use crate::ui::text;

/// The name of the shown days, and how to turn them.
pub fn head(app: App) -> El {
    let layout = app.layout.get_untracked();
    let (previous, next) = if layout == Layout::Week {
        (text::PREVIOUS_WEEK, text::NEXT_WEEK)
    } else {
        (text::PREVIOUS_MONTH, text::NEXT_MONTH)
    };
    let is_first = move || app.is_first_span();
    let unless_first = move |act: fn(App)| {
        if !untrack(is_first) {
            act(app);
        }
    };
    let today = (layout != Layout::Month).then(|| {
        button("quiet to-today", text::TODAY, move || {
            unless_first(App::show_today);
        })
        .live_flag("aria-disabled", is_first)
    });
    div("month-head")
        .child(in_locale(app, heading(app, 0, "month")).live_text(move || app.span_name()))
        .children(today)
        .child(
            icon_button("icon turn", BACK, previous, move || {
                unless_first(|app| app.turn(-1));
            })
            .live_flag("aria-disabled", is_first),
        )
        .child(icon_button("icon turn", FORWARD, next, move || app.turn(1)))
}
