//! The public face: attributes become a [`config::Options`], verbs and events cross to JavaScript here.

pub mod config;
#[cfg(all(target_arch = "wasm32", feature = "widget"))]
pub mod events;
#[cfg(all(target_arch = "wasm32", feature = "widget"))]
mod exports;
