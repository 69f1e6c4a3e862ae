//! The QR code of a link, for paper and screens that a camera looks at.

use std::rc::Rc;

use crate::booking::QrCode;
use crate::browser::download::download;
use crate::state::{App, Signal};
use crate::ui::dom::{El, button, div, paragraph, svg};
use crate::ui::kit::{disclosure, is_open};
use crate::ui::text;

/// Made only while somebody looks at it.
pub fn view(app: App, id: Rc<str>) -> El {
    let open = Signal::new(false);
    disclosure("more", text::QR_CODE)
        .on("toggle", move |event| open.set(is_open(&event)))
        .maybe(move || open.get().then(|| content(app, id.clone())))
}

fn content(app: App, id: Rc<str>) -> El {
    let code = move || QrCode::of(&app.address_of(&id));
    div("picture").maybe(move || {
        Some(match code() {
            Some(code) => {
                let drawn = drawing(&code);
                let save = button("plain", text::DOWNLOAD_SVG, move || {
                    download("slotlink.svg", "image/svg+xml", &code.svg());
                });
                div("picture").child(drawn).child(save)
            }
            None => paragraph("warned", text::QR_TOO_LONG).attr("role", "status"),
        })
    })
}

/// Dark on light whatever the theme is: many cameras do not read it the other way round.
fn drawing(code: &QrCode) -> El {
    let side = format!("{}", code.side());
    let part = |colour: &str, path: &str| svg("path").attr("fill", colour).attr("d", path);
    svg("svg")
        .attr("class", "qr-code")
        .attr("role", "img")
        .attr("aria-label", text::QR_NAME)
        .attr("viewBox", &["0 0 ", &side, " ", &side].concat())
        .attr("shape-rendering", "crispEdges")
        .child(part("#fff", &["M0 0h", &side, "v", &side, "H0z"].concat()))
        .child(part("#000", &code.path()))
}
