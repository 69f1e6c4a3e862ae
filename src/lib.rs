//! Slotlink shows a Calendly host's available times and makes single-use scheduling links,
//! in any web page, with no server of its own.

pub mod api;
pub mod auth;
pub mod booking;
pub mod client;
pub mod csv;
pub mod element;
pub mod json;
pub mod order;
pub mod percent;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod time;

#[cfg(all(target_arch = "wasm32", feature = "browser"))]
pub mod browser;
#[cfg(all(target_arch = "wasm32", feature = "client"))]
mod javascript;
#[cfg(all(target_arch = "wasm32", feature = "widget"))]
mod state;
#[cfg(all(target_arch = "wasm32", feature = "widget"))]
mod ui;
