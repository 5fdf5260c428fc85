//! The pages: routes, extractors and handlers.
//!
//! A request goes through [`guard`] (headers, floods, foreign forms), is taken apart by the extractors of [`extract`],
//! makes one domain call in its handler, and ends in a redirect or a page; [`failure`] turns whatever went wrong into
//! a page. [`routes`] is the table of addresses. To add a page: a context and a template in `render`, a handler in
//! `pages`, a line in `routes`, a line in the table of the acceptance tests that walks every route.

mod acting;
mod app;
mod cache;
mod download;
mod extract;
mod failure;
mod fields;
mod guard;
mod pages;
mod proof;
mod reply;
mod routes;
mod server;
mod sign_in_log;
mod span;
mod streamed;
mod view;

pub use app::{App, DemoPerson, DemoSettings, PrivacySettings, Settings};
pub use server::server;
