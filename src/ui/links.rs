//! Single-use links: the one just made, and those made before.

use leptos::prelude::*;

use super::kit::{CHECK, focus_soon, heading, icon};
use super::text;
use crate::auth::address::is_loopback;
use crate::booking::{Extras, LinkRecord, LinkState, allowed_link, decorate};
use crate::state::App;
use crate::state::app::View;

/// The page of links.
pub fn page(app: App) -> impl IntoView {
    focus_soon(app, "links-title");
    v! {
        <div class="links">
            {move || match made(app) {
                Some(record) => created(app, record).into_any(),
                None => v! { {heading(app, 0, "links-title", || text::LINKS.to_owned())} }.into_any(),
            }}
            {recent(app)}
            <div class="links-end">
                <button class="plain" type="button" on:click=move |_| {
                    app.made.set(None);
                    app.view.set(View::Times);
                    focus_soon(app, "create-link");
                }>
                    {text::BACK_TO_TIMES}
                </button>
            </div>
        </div>
    }
}

fn made(app: App) -> Option<LinkRecord> {
    let id = app.made.get()?;
    app.links
        .with(|links| links.iter().find(|record| record.id == id).cloned())
}

/// The address with what is to be filled in for the invitee.
fn address(app: App, record: &LinkRecord) -> Option<String> {
    record
        .booking_url()
        .map(|url| app.extras.with(|extras| decorate(url, extras)))
}

fn created(app: App, record: LinkRecord) -> impl IntoView {
    let shown = {
        let record = record.clone();
        Memo::new(move |_| address(app, &record).unwrap_or_default())
    };
    let loopback = app
        .stack()
        .is_some_and(|stack| is_loopback(&stack.connection.api_url));
    v! {
        <div class="made" part="link">
            <div class="made-head">
                <span class="done">{icon(CHECK)}</span>
                <div>
                    {heading(app, 0, "links-title", || text::LINK_CREATED.to_owned())}
                    <p class="faint"><bdi>{record.event_type_name.clone()}</bdi>" · "{text::LINK_FACTS}</p>
                </div>
            </div>
            <div class="address">
                <output class="mono" dir="ltr">{move || shown.get()}</output>
                {move || allowed_link(&shown.get(), loopback).then(|| v! {
                    <a class="plain" href=shown.get() target="_blank" rel="noopener noreferrer">{text::OPEN}</a>
                })}
                <button class="primary" id="copy-link" type="button" on:click=move |_| app.copy_address(shown.get_untracked())>
                    {text::COPY}
                </button>
            </div>
            <div class="pair">
                {input(app, text::NAME_LABEL, text::NAME_HINT, "text", |extras| &mut extras.name)}
                {input(app, text::EMAIL_LABEL, text::EMAIL_HINT, "email", |extras| &mut extras.email)}
            </div>
            <details class="campaign">
                <summary>{text::CAMPAIGN}</summary>
                <div class="pair">
                    {input(app, "utm_source", "", "text", |extras| &mut extras.utm_source)}
                    {input(app, "utm_medium", "", "text", |extras| &mut extras.utm_medium)}
                    {input(app, "utm_campaign", "", "text", |extras| &mut extras.utm_campaign)}
                    {input(app, "utm_content", "", "text", |extras| &mut extras.utm_content)}
                    {input(app, "utm_term", "", "text", |extras| &mut extras.utm_term)}
                </div>
            </details>
        </div>
    }
}

fn input(
    app: App,
    label: &'static str,
    hint: &'static str,
    kind: &'static str,
    part: fn(&mut Extras) -> &mut String,
) -> impl IntoView {
    v! {
        <label class="labelled">
            <span class="faint">{label}</span>
            <input
                class="field"
                type=kind
                autocomplete="off"
                placeholder=hint
                prop:value=move || app.extras.with(|extras| part(&mut extras.clone()).clone())
                on:input=move |event| {
                    let typed = event_target_value(&event);
                    app.extras.update(|extras| *part(extras) = typed);
                }
            />
        </label>
    }
}

fn recent(app: App) -> impl IntoView {
    v! {
        <div class="recent">
            <p class="faint strong" id="recent">{text::RECENT_LINKS}</p>
            {move || app.links.with(Vec::is_empty).then(|| v! { <p class="faint">{text::NO_LINKS}</p> })}
            <ul class="rows" aria-labelledby="recent">
                {move || app.links.with(|links| links.iter().map(|record| row(app, record)).collect::<Vec<_>>())}
            </ul>
        </div>
    }
}

fn row(app: App, record: &LinkRecord) -> impl IntoView + use<> {
    let now = app.minute.get();
    let days = i64::from(record.age_days(now));
    let (tone, state, help) = match &record.state {
        LinkState::Unknown { .. } => ("warn", text::STATE_UNKNOWN, text::UNKNOWN_HELP.to_owned()),
        LinkState::Sending { .. } => ("warn", text::STATE_SENDING, text::SENDING_HELP.to_owned()),
        _ if record.expired(now) => ("off", text::STATE_EXPIRED, text::EXPIRED_HELP.to_owned()),
        _ if record.expiring(now) => ("warn", text::STATE_OPEN, text::ends_soon(90 - days)),
        _ => ("live", text::STATE_OPEN, text::age(days)),
    };
    let mut about = String::new();
    if !record.note.is_empty() {
        about = text::for_note(&record.note) + " · ";
    }
    about.push_str(&help);
    let url = record.booking_url().map(str::to_owned);
    let (id, name) = (record.id.clone(), record.event_type_name.clone());
    let act = match url {
        Some(url) => v! {
            <button class="quiet" type="button" aria-label=format!("{} {name}", text::COPY) on:click=move |_| app.copy_address(url.clone())>
                {text::COPY}
            </button>
        }
        .into_any(),
        None => v! {
            <button class="quiet" type="button" on:click=move |_| {
                if !app.creating.get_untracked() {
                    app.create_link();
                }
            }>{text::CREATE_ANOTHER}</button>
        }
        .into_any(),
    };
    let remove = format!("{} {name}", text::REMOVE);
    v! {
        <li class="row">
            <span class=format!("chip {tone}")>{state}</span>
            <span class="row-name"><bdi>{record.event_type_name.clone()}</bdi></span>
            <span class="faint row-about"><bdi>{about}</bdi></span>
            <span class="row-do">
                {act}
                <button class="quiet" type="button" aria-label=remove on:click=move |_| app.forget_link(id.clone())>
                    {text::REMOVE}
                </button>
            </span>
        </li>
    }
}
