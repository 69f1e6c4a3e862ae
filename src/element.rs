//! The public face: attributes become a [`config::Options`], verbs and events cross to JavaScript here.

pub mod config;
#[cfg(target_arch = "wasm32")]
pub mod events;
#[cfg(target_arch = "wasm32")]
mod exports;
