//! Templates, typed contexts for pages and letters, form state, links.
//!
//! What a person sees is made here and nowhere else. A page is a context struct in [`pages`] and a template in
//! `templates/pages/<area>/`; a letter is one in [`letters`] and a folder in `templates/mail/`. Contexts hold finished
//! texts and addresses, so templates hold markup only. To add a page, see [`pages`].

pub mod assets;
pub mod engine;
pub mod form;
pub mod layout;
pub mod letters;
pub mod links;
pub mod markdown;
pub mod pages;
pub mod when;

pub use engine::{Engine, EngineError, Page, RenderError, Sample};
pub use form::{Choice, FormState};
pub use layout::{Crumb, Layout, Link, Tag, Tone};
pub use links::Links;
pub use markdown::{SafeHtml, markdown};
