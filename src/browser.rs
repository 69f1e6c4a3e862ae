//! The only layer that names the browser: adapters for the ports of [`crate::client`] and small wrappers for the rest.

pub mod broadcast;
pub mod clipboard;
pub mod consent;
pub mod crypto;
#[cfg(feature = "widget")]
pub mod download;
pub mod fetch;
pub mod giver;
pub mod holder;
pub mod intl;
pub mod journal;
pub mod json;
pub mod locks;
#[cfg(feature = "widget")]
pub mod nearness;
pub mod neighbours;
pub mod object;
#[cfg(feature = "widget")]
pub mod rest;
pub mod runtime;
#[cfg(feature = "widget")]
pub mod share;
pub mod storage;
pub mod window;
