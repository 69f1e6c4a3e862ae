//! A host's page with the event types that can be booked, and the sandbox's own front page.

use super::gate::PERSONAL_PREFIX;
use super::html::{self, escape};
use super::message::Response;
use super::sample::Profile;
use super::state::Sandbox;

/// `/<host>` or `/<team>`: active event types that are not secret.
pub fn show(state: &Sandbox, page: &str) -> Option<Response> {
    let kinds: Vec<_> = state
        .event_types
        .iter()
        .filter(|kind| kind.page == page && kind.active && !kind.secret && !kind.deleted)
        .collect();
    let first = kinds.first()?;
    let name = match &first.profile {
        Profile::Team(name) => name,
        _ => state.host(first.owner)?.name,
    };
    let list: String = kinds
        .iter()
        .map(|kind| {
            format!(
                "<li><span class=\"swatch\" style=\"background:{}\"></span><a href=\"/{}/{}\"><bdi>{}</bdi></a> <small class=\"soft\">{} min</small></li>\n",
                escape(&kind.color),
                escape(kind.page),
                escape(&kind.slug),
                escape(kind.name.as_deref().filter(|name| !name.is_empty()).unwrap_or("Meeting")),
                kind.duration,
            )
        })
        .collect();
    let main = format!(
        "<h1>{}</h1>\n<ul class=\"plain kinds\">\n{list}</ul>",
        escape(name)
    );
    Some(Response::html(200, html::page(name, &main)))
}

/// `/`: what this is and how to use it.
pub fn index(state: &Sandbox) -> Response {
    let accounts: String = state
        .hosts
        .iter()
        .filter(|host| host.listed)
        .map(|host| {
            format!(
                "<li><a href=\"/{slug}\">{name}</a><br><small class=\"soft\">{zone} · {plan} plan</small><br><code>{PERSONAL_PREFIX}{slug}</code></li>\n",
                slug = escape(host.slug),
                name = escape(host.name),
                zone = escape(&host.zone.replace('_', " ")),
                plan = if host.paid { "paid" } else { "free" },
            )
        })
        .collect();
    let clients: String = state
        .clients
        .iter()
        .map(|client| {
            format!(
                "<li><code>{}</code><br><small class=\"soft\">{}</small></li>\n",
                escape(&client.id),
                escape(&client.redirect_uris.join(", ")),
            )
        })
        .collect();
    let main = format!(
        "<h1>Slotlink sandbox</h1>\n<p>It answers like Calendly's sign-in and API, from made-up data that is gone when it stops.</p>\n\
         <h2>Accounts and their personal access tokens</h2>\n<ul class=\"plain kinds\">\n{accounts}</ul>\n\
         <h2>Registered applications</h2>\n<ul class=\"plain kinds\">\n{clients}</ul>"
    );
    Response::html(200, html::page("What this is", &main))
}
