//! What to do with the chosen times: see the message, copy it, make a link.

use leptos::prelude::*;

use crate::booking::zone_city;
use crate::state::App;
use crate::state::app::Panel;
use crate::ui::header::offset_now;
use crate::ui::kit::close_panel;
use crate::ui::text;

/// The tray: always there, so that a link can be made without choosing times.
pub fn tray(app: App) -> impl IntoView {
    let count = move || app.selection.with(|selection| selection.len());
    let some = move || count() > 0;
    let copy = move |rich: bool| {
        if some() && !app.copying.get_untracked() {
            let copied = app.copy_times(rich);
            wasm_bindgen_futures::spawn_local(async move { drop(copied.await) });
        }
    };
    v! {
        <div class="tray" part="tray">
            <div class="tray-what">
                <p class="tray-count">
                    <span class="strong">{move || text::selected(count())}</span>
                    {move || some().then(|| v! {
                        <button class="quiet" type="button" on:click=move |_| app.clear_selection()>{text::CLEAR}</button>
                    })}
                </p>
                <p class="faint">
                    {text::FOR_INVITEE_IN}" "
                    <button
                        class="quiet"
                        id="open-invitee-zone"
                        type="button"
                        aria-haspopup="dialog"
                        aria-expanded=move || if app.panel.get() == Panel::InviteeZone { "true" } else { "false" }
                        on:click=move |_| {
                            if app.panel.get_untracked() == Panel::InviteeZone {
                                close_panel(app);
                            } else {
                                app.list_zones();
                                app.panel.set(Panel::InviteeZone);
                            }
                        }
                    >
                        {move || {
                            let zone = app.invitee_zone.get();
                            format!("{} · {}", zone_city(&zone), offset_now(app, &zone))
                        }}
                    </button>
                </p>
            </div>
            <div class="tray-do">
                <button
                    class="plain"
                    part="copy"
                    type="button"
                    aria-disabled=move || if some() { "false" } else { "true" }
                    on:click=move |_| copy(true)
                >
                    {move || if app.copying.get() { text::COPYING } else { text::COPY_TIMES }}
                </button>
                <button
                    class="primary"
                    part="create-link"
                    id="create-link"
                    type="button"
                    aria-disabled=move || if can_create(app) { "false" } else { "true" }
                    on:click=move |_| {
                        if can_create(app) {
                            app.create_link();
                        }
                    }
                >
                    {move || if app.creating.get() { text::CREATING_SHORT } else { text::CREATE_LINK }}
                </button>
            </div>
            <div class="tray-options">
                <label class="tray-note">
                    <span class="faint">{text::NOTE}</span>
                    <input
                        class="field"
                        type="text"
                        maxlength="120"
                        autocomplete="off"
                        placeholder=text::NOTE_HINT
                        prop:value=move || app.note.get()
                        on:input=move |event| app.note.set(event_target_value(&event))
                    />
                </label>
                {move || some().then(|| v! {
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=move || app.include_link.get()
                            on:change=move |event| app.include_link.set(event_target_checked(&event))
                        />
                        <span>{text::INCLUDE_LINK}</span>
                    </label>
                })}
            </div>
            {move || some().then(|| v! {
                <details class="preview" open=true>
                    <summary>{text::PREVIEW}</summary>
                    <pre class="message" tabindex="0" role="group" aria-label=text::PREVIEW>{move || {
                        // Everything the message is made of.
                        app.selection.track();
                        app.invitee_zone.track();
                        app.style.track();
                        app.chosen.track();
                        app.times.track();
                        app.message(None).text
                    }}</pre>
                    <button class="quiet" type="button" on:click=move |_| copy(false)>{text::COPY_PLAIN}</button>
                </details>
            })}
        </div>
    }
}

fn can_create(app: App) -> bool {
    !app.creating.get() && app.chosen.with(Option::is_some)
}
